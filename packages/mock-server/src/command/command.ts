import { readFileSync } from 'node:fs'
import { MockServerError, type MockServerErrorCode } from '../mock-server-error.js'
import { help, readCommandOptions, UsageError } from './command-options.js'
import { listCommand } from './list-command.js'
import { serveCommand } from './serve-command.js'

async function main(): Promise<void> {
  const [first, ...others] = process.argv.slice(2)
  if (first === 'proxy') {
    const { proxyCommand } = await import('../proxy/proxy-command.js')
    return proxyCommand(others)
  }
  const options = readCommandOptions(process.argv.slice(2))
  if (options.help) print(help.trimEnd())
  else if (options.version) print(packageVersion())
  else if (options.list) print(await listCommand(options))
  else await serveCommand(options, packageVersion(), print)
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

// A reader that leaves, such as `head`, is no error of this command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const ofUsage: readonly MockServerErrorCode[] = ['unknown-scenario', 'invalid-option']

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError || (error instanceof MockServerError && ofUsage.includes(error.code))
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`mesh-mock: ${message.replace(/\s+/g, ' ')}\n`)
  process.exitCode = isUsage ? 2 : 1
})
