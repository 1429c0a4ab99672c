import { parseArgs } from 'node:util'

export interface CommandOptions {
  readonly port: number
  readonly host: string | undefined
  readonly document: string | undefined
  readonly scenario: string | undefined
  readonly fault: readonly string[]
  readonly dynamic: boolean
  readonly seed: string | undefined
  readonly watch: boolean
  readonly json: boolean
  readonly list: boolean
  readonly help: boolean
  readonly version: boolean
}

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const help = `Usage: mesh-mock [options]
       mesh-mock proxy <upstream> [options]    (see "mesh-mock proxy --help")

Serves a mock of the API that an OpenAPI document describes, by default Mesh's balances.
Requests are checked against the document; answers are its named examples, the scenarios.

Examples
  mesh-mock                                     serve on http://127.0.0.1:4010, with a page to try it at /docs
  mesh-mock --list                              the scenarios, with HTTP status and meaning
  mesh-mock --scenario locked                   every account is locked
  mesh-mock --fault 'latency=p50:120,p99:900' --fault reset@1% --seed 7
                                                as slow and shaky as a bank, the same at each start
  mesh-mock --document api.yaml --watch         another API, read again when its document changes

Options
  --port <number>      Port to listen on; 0 takes a free one. Default: 4010
  --host <address>     Address to listen on. Default: 127.0.0.1, for this machine only
  --document <file>    Another OpenAPI 3 document, YAML or JSON
  --watch              Read the document again when it changes; while it is broken, the last good one goes on
  --scenario <name>    Answer all valid requests with this scenario
  --dynamic            Make answers up from the schemas: valid, and the same for the same request and seed
  --fault <fault>      Let this happen to requests; may be given several times
  --seed <text>        What chance depends on, of faults and of --dynamic. Default: another one at each start
  --json               Log in lines of JSON
  --list               Print the scenarios with HTTP status and meaning, and exit
  --help               Print this, and exit
  --version            Print the version, and exit

Faults, each with @<percent>% at its end where it should happen by chance
  latency=200          Answer after so many milliseconds
  latency=100..400     Evenly spread between the two
  latency=p50:120,p99:900
                       Half of the answers within 120 ms, all but one of a hundred within 900
  reset, reset=body    Reset the connection, before the answer or in the middle of its body
  stall, stall=body    Say nothing more, before the answer or in the middle of its body
  truncate             End the connection in the middle of the body
  rate-limit=5/60      After 5 requests in 60 seconds, answer 429 with Retry-After
  fail=2, fail=2:locked, fail=2:reset
                       Fail so many times, with a scenario or a fault, then succeed

What a request asks for itself wins over the options
  Prefer: example=locked                                    in a header
  ?__example=locked                                         in the query
  "authToken": "scenario:locked; fault:latency=200"         in the body

Exit codes
  0  stopped by SIGINT or SIGTERM, after the answers under way; or printed what was asked for
  1  could not start: the document cannot be served, or the port or host cannot be used
  2  the command line is wrong: an unknown option, scenario or fault, a port that is no number, an empty host, nothing to watch
`

/** @throws UsageError */
export function readCommandOptions(args: readonly string[]): CommandOptions {
  const { port, host, document, scenario, fault = [], dynamic, seed, watch, json, list, help, version } = parse(args)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new UsageError(`The port "${port}" is not a number from 0 to 65535. 0 takes a free one.`)
  }
  if (host === '')
    throw new UsageError('The host is empty. Give an address of this machine, or leave the option out for 127.0.0.1.')
  if (watch && document === undefined) {
    throw new UsageError('There is no file to watch. Give one with --document, or leave --watch out.')
  }
  return { port: Number(port), host, document, scenario, fault, dynamic, seed, watch, json, list, help, version }
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
        fault: { type: 'string', multiple: true },
        dynamic: { type: 'boolean', default: false },
        seed: { type: 'string' },
        watch: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
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
