import { openSync, writeSync } from 'node:fs'
import { proxyHelp, readProxyCommandOptions } from './proxy-command-options.js'
import { startProxy } from './start-proxy.js'
import { describeViolation } from './violation-log.js'

/** Milliseconds that exchanges under way have when the command is told to end; a second signal ends them at once. */
const grace = 10_000

/**
 * `mesh-mock proxy <upstream>`, until SIGINT or SIGTERM.
 * @throws UsageError
 * @throws MockServerError what `startProxy` throws
 * @throws Error a report that cannot be written
 */
export async function proxyCommand(args: readonly string[]): Promise<void> {
  const options = readProxyCommandOptions(args)
  if (!options) {
    process.stdout.write(proxyHelp)
    return
  }
  const { upstream, port, host, document, report, errors, timeout } = options
  const print = (line: string) => void (report === '-' ? process.stderr : process.stdout).write(`${line}\n`)
  const writeReport = report === undefined ? undefined : openReport(report)
  let requests = 0
  let failures = 0
  const proxy = await startProxy({
    upstream,
    port,
    errors,
    timeout,
    ...(host !== undefined && { host }),
    ...(document !== undefined && { document }),
    onRequest: () => {
      requests += 1
    },
    onViolation: (violation) => {
      print(`violation: ${describeViolation(violation)}`)
      // The count is only known at the end.
      const { count: _, ...first } = violation
      writeReport?.(`${JSON.stringify(first)}\n`)
    },
    onFailure: ({ method, path, message }) => {
      failures += 1
      print(`failure: ${method} ${path}: ${message}`)
    },
  })

  async function stop(): Promise<void> {
    await proxy.close({ grace })
    const { violations } = proxy
    const times = violations.reduce((sum, { count }) => sum + count, 0)
    print(
      `${counted(requests, 'request')}, ${counted(violations.length, 'violation')}${times > violations.length ? ` (seen ${times} times)` : ''}, ${counted(failures, 'failure')} of the upstream`,
    )
    process.exitCode = violations.length > 0 ? 1 : 0
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => void proxy.close())
      void stop()
    })
  }
  print(`mesh-mock proxy listens on ${proxy.url}, upstream ${upstream.href.replace(/\/$/, '')}`)
}

function openReport(report: string): (line: string) => void {
  if (report === '-') return (line) => void process.stdout.write(line)
  try {
    const file = openSync(report, 'w')
    return (line) => void writeSync(file, line)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`Cannot write the report: ${reason}. Give the path of a file that can be written.`, { cause })
  }
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
