import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createHttpHandler, type HandledRequest } from './http-handler.js'
import { type DocumentSource, loadDocument } from './load-document.js'
import { MockServerError } from './mock-server-error.js'
import { assertScenario, type Scenario, scenariosOf } from './scenarios.js'

export interface MockServerOptions {
  /** Port to listen on. Default: 0, which takes a free one. */
  port?: number
  /** Address to listen on. Default: `127.0.0.1`, which only this machine can reach. */
  host?: string
  /** Path or file URL of an OpenAPI 3 document in YAML or JSON, or the document as an object. Default: Mesh's, which comes with this package. */
  document?: DocumentSource
  /** Scenario for all requests, as with `use()`. Default: none; a valid request gets the first example of the first success. */
  scenario?: string
  /** Called after each answer. Default: nothing is logged. */
  onRequest?: (request: HandledRequest) => void
}

export interface MockServer extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:53124`; no slash at the end. */
  readonly url: string
  /** The document's scenarios, in its order. */
  readonly scenarios: readonly Scenario[]
  /**
   * Answers all later valid requests with a scenario, where their operation has it. A request's own `Prefer` header wins.
   * @throws {MockServerError} `unknown-scenario`
   */
  use(scenario: string): void
  /** Undoes `use()`: back to the option `scenario`, or to none. */
  reset(): void
  /** Stops listening, ends open connections and waits until they are gone. Calling it again does no harm. */
  close(): Promise<void>
}

/**
 * Starts a mock of the API that a document describes. Requests are checked against the document, security included.
 * @throws {MockServerError} `invalid-option`, `invalid-document`, `unknown-scenario`, `address-unavailable`
 * @example
 * await using mock = await startMockServer()
 * mock.use('locked')
 */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  if (typeof options !== 'object' || options === null)
    throw new MockServerError('invalid-option', 'The options are not an object. Give one, or nothing.')
  const { port = 0, host = '127.0.0.1', scenario, onRequest } = options
  if (typeof port === 'string') {
    throw new MockServerError(
      'invalid-option',
      `The port "${port}" is text. Give it as a number, such as 4010; 0 takes a free one.`,
    )
  }
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new MockServerError('invalid-option', `The port ${port} is not a whole number from 0 to 65535. 0 takes a free one.`)
  }
  // Node would take nothing for an address of everywhere.
  if (typeof host !== 'string' || host.trim() === '') {
    throw new MockServerError(
      'invalid-option',
      'The host is not an address. Give one as text, or leave the option out for 127.0.0.1.',
    )
  }
  const document = await loadDocument(options.document)
  const scenarios = scenariosOf(document)
  if (scenario !== undefined) assertScenario(scenarios, scenario)

  let scenarioInUse = scenario
  // Prism takes most of the time to start; what cannot start says so without it.
  const { createEngine } = await import('./engine.js')
  const engine = await createEngine(document)
  const server = createServer(createHttpHandler({ engine, scenarioInUse: () => scenarioInUse, onRequest }))
  await listen(server, port, host)

  let closed: Promise<void> | undefined
  function close(): Promise<void> {
    closed ??= new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()))
      server.closeAllConnections()
    })
    return closed
  }

  return {
    url: urlOf(server),
    scenarios,
    use(name) {
      assertScenario(scenarios, name)
      scenarioInUse = name
    },
    reset() {
      scenarioInUse = scenario
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    const reasons: Record<string, string> = {
      EADDRINUSE: `Port ${port} on ${host} is in use. Stop what uses it, or choose another port; 0 takes a free one.`,
      EACCES: `Port ${port} on ${host} needs more rights than this process has. Choose a port above 1023; 0 takes a free one.`,
      EADDRNOTAVAIL: `The host ${host} is not an address of this machine. Choose 127.0.0.1, or 0.0.0.0 to be reached from others.`,
      ENOTFOUND: `The host ${host} is not known. Choose 127.0.0.1, or 0.0.0.0 to be reached from others.`,
    }
    const reason = reasons[code] ?? `Cannot listen on port ${port} of ${host} (${code}). Choose another port or host.`
    throw new MockServerError('address-unavailable', reason, { cause })
  }
}

function urlOf(server: Server): string {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('The server has no port.')
  // The address that means "all of them" is not one that can be called everywhere.
  const host = bound.address === '0.0.0.0' ? '127.0.0.1' : bound.address === '::' ? '::1' : bound.address
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`
}
