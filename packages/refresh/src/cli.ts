#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { type CommandName, type CommandOptions, readCommandOptions } from './command/command-options.js'
import { help } from './command/help.js'
import { print, tellFailure } from './command/print.js'
import { UsageError } from './command/usage-error.js'

/** Each is loaded when it is asked for: a database takes longer to load than `get` takes. */
const commands: Record<CommandName, (options: CommandOptions) => Promise<number>> = {
  get: async (options) => await (await import('./command/get-command.js')).getCommand(options),
  refresh: async (options) => await (await import('./command/refresh-command.js')).refreshCommand(options),
  worker: async (options) => await (await import('./command/worker-command.js')).workerCommand(options),
  status: async (options) => await (await import('./command/status-command.js')).statusCommand(options),
  export: async (options) => await (await import('./command/export-command.js')).exportCommand(options),
  reconnected: async (options) => await (await import('./command/reconnected-command.js')).reconnectedCommand(options),
}

const main = async (): Promise<number> => {
  const options = readCommandOptions(process.argv.slice(2))
  if (options === 'help') print(help)
  else if (options === 'version') {
    const manifest: { version?: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    print(`${manifest.version}\n`)
  } else return await commands[options.command](options)
  return 0
}

// A reader that leaves, such as `head`, is no error of this command; a disk that is full is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  tellFailure(new Error(`The output cannot be written: ${error.message}`), process.argv.includes('--json'))
  process.exit(1)
})
// What goes there is for who looks on; the work goes on without.
process.stderr.on('error', () => {})

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    tellFailure(error, process.argv.includes('--json'))
    process.exitCode = error instanceof UsageError ? 2 : 1
  },
)
