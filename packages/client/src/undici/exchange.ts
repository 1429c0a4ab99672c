// biome-ignore lint/style/noRestrictedImports: an optional peer, of this subpath alone
import type { Dispatcher } from 'undici'
import type { BodyReader, TransportBody, TransportHeaders, TransportResponse } from '../runtime/transport.js'
import { decompress } from './decompress.js'

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]
type Read = Awaited<ReturnType<BodyReader['read']>>

/** Chunks that may wait for a reader that is slower than the network. */
const MOST_CHUNKS = 16

/**
 * One request on the wire, as undici tells it, and the body of its answer. Without a stream in between, which would take as long as the
 * rest of the call.
 */
export class Exchange implements Dispatcher.DispatchHandler, TransportBody, BodyReader {
  readonly #resolve: (response: TransportResponse) => void
  readonly #reject: (error: unknown) => void
  #controller: Dispatcher.DispatchController | undefined
  /** Why it ended early. */
  #error: Error | undefined
  readonly #chunks: Uint8Array[] = []
  #most = MOST_CHUNKS
  #isComplete = false
  /** Who waits for the next chunk. */
  #reader: { resolve: (read: Read) => void; reject: (error: unknown) => void } | undefined

  constructor(resolve: (response: TransportResponse) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve
    this.#reject = reject
  }

  /** Ends it early, with the connection that it uses. */
  end(reason: Error): void {
    if (this.#isComplete) return
    this.#fail(reason)
    this.#controller?.abort(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // It waited for a connection, and ended meanwhile.
    if (this.#error) controller.abort(this.#error)
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, received: Headers): void {
    // Early hints and their like come before the answer.
    if (status < 200) return
    const headers = headersOf(received)
    const body = decompress(this, headers.get('content-encoding'))
    // A few packed bytes may be a large body: nothing more comes before those are unpacked, so that the rest can be refused.
    if (body !== this) this.#most = 0
    this.#resolve({ status, headers, body })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#reader) {
      this.#reader.resolve({ done: false, value: chunk })
      this.#reader = undefined
    } else this.#chunks.push(chunk)
    if (this.#chunks.length >= this.#most) controller.pause()
  }

  onResponseEnd(): void {
    this.#isComplete = true
    this.#reader?.resolve({ done: true })
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error)
  }

  #fail(error: Error): void {
    this.#error ??= error
    this.#reject(error)
    this.#reader?.reject(error)
    this.#reader = undefined
  }

  getReader(): this {
    return this
  }

  read(): Promise<Read> {
    const value = this.#chunks.shift()
    if (value) return Promise.resolve({ done: false, value })
    if (this.#error) return Promise.reject(this.#error)
    if (this.#isComplete) return Promise.resolve({ done: true })
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject }
      // What undici has kept back comes at once, while this runs.
      this.#controller?.resume()
    })
  }

  async cancel(): Promise<void> {
    this.end(new Error('Nobody reads the body.'))
  }
}

/** Headers as undici gives them: names in lower case, values that came several times in a list. */
const headersOf = (received: Headers): TransportHeaders => ({
  get: (name) => {
    const value = Object.hasOwn(received, name) ? received[name] : undefined
    return Array.isArray(value) ? value.join(', ') : (value ?? null)
  },
  *[Symbol.iterator]() {
    for (const [name, values] of Object.entries(received)) for (const value of [values].flat()) yield [name, value ?? '']
  },
})
