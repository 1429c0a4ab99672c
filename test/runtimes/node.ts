import { runCommandContract, tryEntryPoints } from './command-line.ts'
import { execute } from './execute.ts'
import { type Runtime, Unavailable } from './runtime.ts'
import { binaryIn, installTool } from './tools.ts'

export const node = (version: string): Runtime => ({
  name: 'Node',
  pinned: version,
  async run(project) {
    if (process.platform !== 'linux') throw new Unavailable(`npm has no package of Node for ${process.platform}`)
    const name = `node-${process.platform}-${process.arch}`
    const command = binaryIn(await installTool({ [name]: version }), `${name}/bin/node`)
    const outcomes = await runCommandContract(project, command, [], { hasVariables: true })
    outcomes.push(await tryEntryPoints(project, command, []))
    return { version: (await execute('.', command, ['--version'])).trim().slice(1), outcomes }
  },
})
