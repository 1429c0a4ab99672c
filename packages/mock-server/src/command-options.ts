import { parseArgs } from 'node:util'

export interface CommandOptions {
  readonly port: number
  readonly host: string | undefined
  readonly document: string | undefined
  readonly scenario: string | undefined
  readonly list: boolean
  readonly help: boolean
  readonly version: boolean
}

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const help = `Usage: mesh-mock [options]
       mesh-mock proxy <upstream> [options]     watch the traffic of a real API; "mesh-mock proxy --help" says more

Serves a mock of the API that an OpenAPI document describes, by default Mesh's balances.
Requests are checked against the document; answers are its named examples, the scenarios.

Options
  --port <number>      Port to listen on; 0 takes a free one. Default: 4010
  --host <address>     Address to listen on. Default: 127.0.0.1, for this machine only
  --document <file>    Another OpenAPI 3 document, YAML or JSON
  --scenario <name>    Answer all valid requests with this scenario
  --list               Print the scenarios with HTTP status and meaning, and exit
  --help               Print this, and exit
  --version            Print the version, and exit

A request picks its own scenario with the header "Prefer: example=<name>", which wins over --scenario.

Exit codes
  0  stopped by SIGINT or SIGTERM, or printed what was asked for
  1  could not start: the document cannot be served, or the port or host cannot be used
  2  the command line is wrong: an unknown option or scenario, a port that is no number, or an empty host
`

/** @throws {UsageError} */
export function readCommandOptions(args: readonly string[]): CommandOptions {
  const { port, host, document, scenario, list, help, version } = parse(args)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new UsageError(`The port "${port}" is not a number from 0 to 65535. 0 takes a free one.`)
  }
  if (host === '')
    throw new UsageError('The host is empty. Give an address of this machine, or leave the option out for 127.0.0.1.')
  return { port: Number(port), host, document, scenario, list, help, version }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4010' },
        host: { type: 'string' },
        document: { type: 'string' },
        scenario: { type: 'string' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
        version: { type: 'boolean', default: false },
      },
    }).values
  } catch (cause) {
    // Node goes on with advice about positional arguments, which there are none of.
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split(/\. |\n/)
    throw new UsageError(`${problem?.replace(/\.$/, '')}. "mesh-mock --help" lists the options.`, { cause })
  }
}
