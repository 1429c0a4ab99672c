import { runCommandContract, tryEntryPoints } from './command-line.ts'
import { execute } from './execute.ts'
import type { Runtime } from './runtime.ts'
import { binaryIn, installTool } from './tools.ts'

export const bun = (version: string): Runtime => ({
  name: 'Bun',
  pinned: version,
  async run(project) {
    const command = binaryIn(await installTool({ bun: version }), '@oven/bun-*/bin/bun{,.exe}')
    const outcomes = await runCommandContract(project, command, [], { hasVariables: true })
    outcomes.push(await tryEntryPoints(project, command, []))
    return { version: (await execute('.', command, ['--version'])).trim(), outcomes }
  },
})
