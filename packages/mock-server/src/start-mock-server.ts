import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createHttpHandler, type HandledRequest } from './http-handler.js'
import { assertOptions, createMock, type MockControls, type MockOptions } from './mock.js'
import { MockServerError } from './mock-server-error.js'

export interface MockServerOptions extends MockOptions {
  /** Port to listen on. Default: 0, which takes a free one. */
  port?: number
  /** Address to listen on. Default: `127.0.0.1`, which only this machine can reach. */
  host?: string
  /** Called after each answer. Default: nothing is logged. */
  onRequest?: (request: HandledRequest) => void
}

export interface MockServer extends MockControls, AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:53124`; no slash at the end. */
  readonly url: string
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
  assertOptions(options)
  const { port = 0, host = '127.0.0.1', onRequest } = options
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
  const mock = await createMock(options)
  const server = createServer(createHttpHandler({ answer: mock.answer, onRequest }))
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
    ...mock.controls,
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
