import { runCommandContract, tryEntryPoints } from './command-line.ts'
import { execute } from './execute.ts'
import type { Runtime } from './runtime.ts'
import { binaryIn, installTool } from './tools.ts'

export const deno = (version: string): Runtime => ({
  name: 'Deno',
  pinned: version,
  async run(project) {
    const command = binaryIn(await installTool({ deno: version }), '@deno/*/deno{,.exe}')
    const run = ['run', '--no-prompt', '--node-modules-dir=manual', '--allow-net=127.0.0.1']
    const outcomes = [
      // The client needs the network and nothing else.
      ...(await runCommandContract(project, command, run, { hasVariables: false })),
      ...(await runCommandContract(project, command, [...run, '--allow-env'], { hasVariables: true })),
      await tryEntryPoints(project, command, ['run', '--no-prompt', '--node-modules-dir=manual', '--allow-all']),
    ]
    return { version: /deno (\S+)/.exec(await execute('.', command, ['--version']))?.[1] ?? '', outcomes }
  },
})
