import { setTimeout as wait } from 'node:timers/promises'
import type { EngineRequest } from './engine/engine-request.js'
import { assertOptions, createMock, type MockAnswer } from './mock.js'
import type { MockControls, MockOptions } from './mock-controls.js'

/** A `fetch` that is answered by the mock, whatever the origin of the URL. */
export type MockFetch = typeof globalThis.fetch & MockControls

/** Statuses whose answers have no body; `Response` refuses to be made with one. */
const withoutBody = new Set([204, 205, 304])

/**
 * The mock as a `fetch`, with no socket: the same answers, byte for byte, several times as fast. Faults of the connection are what `fetch` makes of
 * them: it rejects with a `TypeError`, or never answers.
 * @throws {MockServerError} `invalid-option`, `invalid-document`, `unknown-scenario`
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
    const { signal } = request
    signal.throwIfAborted()
    const answer = await mock.answer(await read(request))
    signal.throwIfAborted()
    return await deliver(answer, signal)
  }
  return Object.assign(mockFetch, mock.controls)
}

async function read(request: Request): Promise<EngineRequest> {
  const { pathname, search } = new URL(request.url)
  return {
    method: request.method,
    target: pathname + search,
    headers: Object.fromEntries(request.headers),
    body: new Uint8Array(await request.arrayBuffer()),
  }
}

async function deliver({ httpStatus, headers, body, delay, breakage }: MockAnswer, signal: AbortSignal): Promise<Response> {
  if (delay > 0) {
    await wait(delay, undefined, { signal }).catch(() => {})
    signal.throwIfAborted()
  }
  if (breakage === 'reset') throw failed('fetch failed')
  if (breakage === 'stall') await aborted(signal)
  const bytes = Buffer.from(body)
  return new Response(withoutBody.has(httpStatus) ? null : breakage === undefined ? bytes : halfOf(bytes, breakage, signal), {
    status: httpStatus,
    headers: { ...headers, 'Content-Length': String(bytes.byteLength) },
  })
}

function halfOf(bytes: Buffer, breakage: MockAnswer['breakage'], signal: AbortSignal): ReadableStream<Uint8Array> {
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
        if (breakage === 'stall=body') await aborted(signal)
        throw failed('terminated')
      },
    },
    { highWaterMark: 0 },
  )
}

/** As Node's `fetch` says it. */
function failed(message: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
}

async function aborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted()
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  throw signal.reason
}
