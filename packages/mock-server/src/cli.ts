#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { type CommandOptions, help, readCommandOptions, UsageError } from './command-options.js'
import { exampleCurl } from './example-curl.js'
import { loadDocument } from './load-document.js'
import { MockServerError } from './mock-server-error.js'
import { assertScenario, listScenarios, type Scenario } from './scenarios.js'
import { startMockServer } from './start-mock-server.js'

async function main(): Promise<void> {
  const [first, ...others] = process.argv.slice(2)
  if (first === 'proxy') {
    const { runProxyCommand } = await import('./proxy/proxy-command.js')
    return runProxyCommand(others)
  }
  const options = readCommandOptions(process.argv.slice(2))
  if (options.help) print(help.trimEnd())
  else if (options.version) print(packageVersion())
  else if (options.list) await list(options)
  else await serve(options)
}

async function list({ document, scenario: wanted }: CommandOptions): Promise<void> {
  const scenarios = await listScenarios(document)
  if (wanted !== undefined) assertScenario(scenarios, wanted)
  if (scenarios.length === 0) print('The document names no examples of its answers, so there are no scenarios.')
  for (const operationId of new Set(scenarios.map((scenario) => scenario.operationId))) {
    print(operationId)
    print(table(scenarios.filter((scenario) => scenario.operationId === operationId)))
  }
}

async function serve({ port, host, document: source, scenario }: CommandOptions): Promise<void> {
  const document = await loadDocument(source)
  const mock = await startMockServer({
    port,
    document: document.root,
    ...(host !== undefined && { host }),
    ...(scenario !== undefined && { scenario }),
    onRequest: ({ method, path, httpStatus }) => print(`${method} ${path} → ${httpStatus}`),
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void mock.close())

  print(`mesh-mock ${packageVersion()} listens on ${mock.url}${scenario === undefined ? '' : `, scenario ${scenario}`}`)
  const curl = exampleCurl(document, mock.url)
  if (curl !== undefined) print(`\nTry it:\n${curl}\n`)
}

function table(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map((scenario) => scenario.name.length))
  return scenarios
    .map(({ name, httpStatus, summary }) => `  ${name.padEnd(width)}  ${httpStatus}  ${summary}`.trimEnd())
    .join('\n')
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

// A reader that leaves, such as `head`, is no error of this command.
process.stdout.on('error', () => process.exit(0))

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError || (error instanceof MockServerError && error.code === 'unknown-scenario')
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`mesh-mock: ${message.replace(/\s+/g, ' ')}\n`)
  process.exitCode = isUsage ? 2 : 1
})
