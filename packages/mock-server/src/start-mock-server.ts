import { type CloseOptions, closerOf } from './close-server.js'
import type { HandledRequest } from './handled-request.js'
import { createHttpHandler } from './http-handler.js'
import { assertAddress, listen, urlOf } from './listen.js'
import { assertOptions, createMock, type Mock } from './mock.js'
import type { MockControls, MockOptions } from './mock-controls.js'
import { MockServerError } from './mock-server-error.js'
import { http } from './node-http.js'
import { pagePath } from './reference-page/page-paths.js'
import { watchFiles } from './watch-files.js'

/** Options of `startMockServer`. */
export interface MockServerOptions extends MockOptions {
  /** Port to listen on. Default: 0, which takes a free one. */
  port?: number
  /** Address to listen on. Default: `127.0.0.1`, which only this machine can reach. */
  host?: string
  /** Called after each answer. Default: nothing is logged. */
  onRequest?: (request: HandledRequest) => void
  /** Read the document again when one of its files has changed. A broken one is not taken; the last good one goes on. Default: `false`. */
  watch?: boolean
  /** Called after each such reading; with the error where the document was broken, or lacks what is in use. */
  onReload?: (error: MockServerError | undefined) => void
}

/** A mock that listens on a port. */
export interface MockServer extends MockControls, AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:53124`; no slash at the end. */
  readonly url: string
  /** A `curl` command to paste that it answers; undefined where the document has no example of a request. */
  readonly curl: string | undefined
  /** Where the document is shown, to be tried in a browser; undefined where the document has paths of its own there. */
  readonly docs: string | undefined
  /** Stops listening, ends open connections and waits until they are gone. Calling it again does no harm. */
  close(options?: CloseOptions): Promise<void>
}

/**
 * Starts a mock of the API that a document describes. Requests are checked against the document, security included.
 * @throws MockServerError `invalid-option`, `invalid-document`, `unknown-scenario`, `address-unavailable`
 * @example
 * import { startMockServer } from '@mesh-balance/mock-server'
 *
 * await using mock = await startMockServer()
 * mock.use('locked')
 */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  assertOptions(options)
  const { port = 0, host = '127.0.0.1', onRequest, watch = false, onReload = () => {} } = options
  assertAddress(port, host)
  const mock = await createMock(options)
  if (watch && mock.files().length === 0) {
    throw new MockServerError('invalid-option', 'There is no file to watch. Give the document as the path of one.')
  }
  const closing = new AbortController()
  const referencePage = () => mock.served().referencePage
  const server = http.createServer(createHttpHandler({ answer: mock.answer, referencePage, onRequest, closing: closing.signal }))
  await listen(server, port, host)
  const stopWatching = watch ? reloadOnChange(mock, onReload) : () => {}

  const closeServer = closerOf(server)
  async function close(options?: CloseOptions): Promise<void> {
    stopWatching()
    const closed = closeServer(options)
    closing.abort()
    await closed
  }

  const url = urlOf(server)
  return {
    url,
    curl: mock.served().curl?.(url),
    docs: referencePage() && `${url}${pagePath}`,
    ...mock.controls,
    close,
    [Symbol.asyncDispose]: () => close(),
  }
}

function reloadOnChange(mock: Mock, onReload: NonNullable<MockServerOptions['onReload']>): () => void {
  let last = Promise.resolve()
  const watch = watchFiles(() => {
    last = last.then(async () => {
      const error = await mock.reload().then(
        () => undefined,
        (reason: unknown) => reason,
      )
      watch.set(mock.files())
      onReload(
        error === undefined || error instanceof MockServerError ? error : new MockServerError('invalid-document', String(error)),
      )
    })
  })
  watch.set(mock.files())
  return watch.close
}
