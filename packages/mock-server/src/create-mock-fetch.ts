import { setTimeout as wait } from 'node:timers/promises'
import type { EngineRequest } from './engine/engine-request.js'
import { assertOptions, createMock, type MockAnswer } from './mock.js'
import type { MockControls, MockOptions } from './mock-controls.js'

/** A `fetch` that is answered by the mock, whatever the origin of the URL. */
export type MockFetch = typeof globalThis.fetch & MockControls

/**
 * Requests that wait for nothing but their signal. The signal of a request is deaf once the request is collected as garbage, and of one that is
 * stalled nobody else holds any part.
 */
const waiting = new Set<Request>()

/** Statuses whose answers have no body; `Response` refuses to be made with one. */
const withoutBody = new Set([204, 205, 304])

/**
 * The mock as a `fetch`, with no socket: the same answers, byte for byte, several times as fast. Faults of the connection are what `fetch` makes of
 * them: it rejects with a `TypeError`, or never answers.
 * @throws MockServerError `invalid-option`, `invalid-document`, `unknown-scenario`
 * @example
 * import { createMockFetch } from '@mesh-balance/mock-server'
 *
 * const fetch = await createMockFetch()
 * fetch.use('locked')
 */
export async function createMockFetch(options: MockOptions = {}): Promise<MockFetch> {
  assertOptions(options)
  const mock = await createMock(options)

  const mockFetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    request.signal.throwIfAborted()
    const answer = await mock.answer(await read(request))
    request.signal.throwIfAborted()
    return await deliver(answer, request)
  }
  return Object.assign(mockFetch, mock.controls)
}

async function read(request: Request): Promise<EngineRequest> {
  const { pathname, search } = new URL(request.url)
  return {
    method: request.method,
    target: pathname + search,
    // What every `fetch` sends where the caller says nothing; Prism answers without it otherwise.
    headers: { accept: '*/*', ...Object.fromEntries(request.headers) },
    body: new Uint8Array(await request.arrayBuffer()),
  }
}

async function deliver({ httpStatus, headers, body, delay, breakage }: MockAnswer, request: Request): Promise<Response> {
  if (delay > 0) {
    waiting.add(request)
    await wait(delay, undefined, { signal: request.signal }).catch(() => {})
    waiting.delete(request)
    request.signal.throwIfAborted()
  }
  if (breakage === 'reset') throw failed('fetch failed')
  if (breakage === 'stall') await aborted(request)
  const bytes = Buffer.from(body)
  const hasBody = request.method !== 'HEAD' && !withoutBody.has(httpStatus)
  return new Response(hasBody ? (breakage === undefined ? bytes : halfOf(bytes, breakage, request)) : null, {
    status: httpStatus,
    headers: { ...headers, ...(httpStatus !== 204 && { 'Content-Length': String(bytes.byteLength) }) },
  })
}

function halfOf(bytes: Buffer, breakage: MockAnswer['breakage'], request: Request): ReadableStream<Uint8Array> {
  const half = bytes.subarray(0, bytes.byteLength / 2)
  let isSent = false
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!isSent) {
          isSent = true
          controller.enqueue(half)
          return
        }
        if (breakage === 'stall=body') await aborted(request)
        throw failed('terminated')
      },
      cancel: () => void waiting.delete(request),
    },
    { highWaterMark: 0 },
  )
}

/** As Node's `fetch` says it. */
function failed(message: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
}

async function aborted(request: Request): Promise<never> {
  const { signal } = request
  waiting.add(request)
  await new Promise((resolve) =>
    signal.aborted ? resolve(undefined) : signal.addEventListener('abort', resolve, { once: true }),
  )
  waiting.delete(request)
  throw signal.reason
}
