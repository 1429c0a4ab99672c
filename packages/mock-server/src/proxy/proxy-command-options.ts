import { parseArgs } from 'node:util'
import { UsageError } from '../command/command-options.js'
import { MockServerError } from '../mock-server-error.js'
import { parseUpstream } from './upstream-url.js'

export interface ProxyCommandOptions {
  readonly upstream: URL
  readonly port: number
  readonly host: string | undefined
  readonly document: string | undefined
  readonly report: string | undefined
  readonly errors: boolean
  readonly timeout: number
}

export const proxyHelp = `Usage: mesh-mock proxy <upstream> [options]

Passes requests on to an API, byte for byte, and holds requests and responses against the OpenAPI document,
by default Mesh's. Each violation is printed once, with method, path, location and rule; values are never printed.

  mesh-mock proxy https://sandbox-integration-api.meshconnect.com

Options
  --port <number>      Port to listen on; 0 takes a free one. Default: 4011
  --host <address>     Address to listen on. Default: 127.0.0.1, for this machine only
  --document <file>    Another OpenAPI 3 document, YAML or JSON
  --report <file>      Write each violation as a line of JSON as well; "-" is the standard output, and all else goes to the error output
  --errors             Answer violations with a failure: 422 for a request, which is not passed on, 502 for a response
  --timeout <ms>       Longest silence of the upstream. Default: 60000
  --help               Print this, and exit

Exit codes
  0  stopped by SIGINT or SIGTERM, and no violation was seen
  1  a violation was seen, or it could not start: the document, the port, the host or the report cannot be used
  2  the command line is wrong: an unknown option, an upstream that is no URL of http: or https:, a number that is none
`

/**
 * Undefined where help is asked for.
 * @throws UsageError
 */
export function readProxyCommandOptions(args: readonly string[]): ProxyCommandOptions | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [upstream, ...others] = positionals
  if (upstream === undefined)
    throw new UsageError('There is no upstream. Give its URL: "mesh-mock proxy https://api.example.com".')
  if (others.length > 0)
    throw new UsageError(`There is one upstream, not ${positionals.length}. "mesh-mock proxy --help" lists the options.`)
  const { port, host, document, report, errors, timeout } = values
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new UsageError(`The port "${port}" is not a number from 0 to 65535. 0 takes a free one.`)
  }
  if (!/^\d{1,9}$/.test(timeout) || Number(timeout) === 0) {
    throw new UsageError(`The timeout "${timeout}" is not a number of milliseconds from 1 to 999999999.`)
  }
  for (const [name, value] of Object.entries({ host, document, report })) {
    if (value === '') throw new UsageError(`The ${name} is empty. Give one, or leave the option out.`)
  }
  return { upstream: urlOf(upstream), port: Number(port), host, document, report, errors, timeout: Number(timeout) }
}

function urlOf(upstream: string): URL {
  try {
    return parseUpstream(upstream)
  } catch (cause) {
    if (cause instanceof MockServerError) throw new UsageError(cause.message, { cause })
    throw cause
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '4011' },
        host: { type: 'string' },
        document: { type: 'string' },
        report: { type: 'string' },
        errors: { type: 'boolean', default: false },
        timeout: { type: 'string', default: '60000' },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    })
  } catch (cause) {
    // Node goes on with advice about positional arguments.
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split(/\. |\n/)
    throw new UsageError(`${problem?.replace(/\.$/, '')}. "mesh-mock proxy --help" lists the options.`, { cause })
  }
}
