import { createServer } from 'node:http'
import { createHttpHandler, type HandledRequest } from './http-handler.js'
import { assertAddress, listen, urlOf } from './listen.js'
import { assertOptions, createMock, type MockControls, type MockOptions } from './mock.js'

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
  assertAddress(port, host)
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
