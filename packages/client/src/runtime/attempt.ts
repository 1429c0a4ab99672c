import type { CallRequest } from './call-request.js'
import { checkHeaders } from './check-headers.js'
import { withDeadline } from './deadline.js'
import { MeshAbortError } from './errors/mesh-abort-error.js'
import { MeshConfigError } from './errors/mesh-config-error.js'
import { MeshConnectionError } from './errors/mesh-connection-error.js'
import { MeshError } from './errors/mesh-error.js'
import { MeshTimeoutError } from './errors/mesh-timeout-error.js'
import { invalidResponse } from './invalid-response.js'
import type { AttemptResponse, MiddlewareRequest } from './middleware.js'
import { isAttemptResponse, runLayers } from './middleware.js'
import { quietly } from './quietly.js'
import { textOf } from './read-body.js'
import { ReadResponse } from './read-response.js'
import { safeCause } from './safe-cause.js'
import type { BodyReader, TransportResponse } from './transport.js'

/**
 * Sends a request once and reads the answer to its end, within `limit` milliseconds. What it reads is left in `bodies`, to be cancelled
 * by who finds that it failed.
 *
 * @throws MeshError
 */
export const attempt = (
  call: CallRequest,
  request: MiddlewareRequest,
  limit: number,
  bodies: BodyReader[],
): Promise<AttemptResponse> => {
  const { aroundAttempt } = call.config
  const option = limit < call.timeout ? 'totalTimeout' : 'timeout'
  const errorOf = (isAbort: boolean) => ended(call, isAbort, option)
  return withDeadline(limit, call.signal, errorOf, (signal) => {
    const send = ({ headers }: MiddlewareRequest) => exchange(call, headers, signal, bodies)
    if (aroundAttempt.length === 0) return send(request)
    return runLayers(call, aroundAttempt, request, call.attempts, send, isAttemptResponse)
  })
}

/** The error for a call that its caller or a time limit has ended. */
export const ended = (call: CallRequest, isAbort: boolean, option: 'timeout' | 'totalTimeout' = 'totalTimeout'): MeshError => {
  const { operation, signal, attempts } = call
  return isAbort
    ? new MeshAbortError(`${operation} was aborted by its signal.`, { cause: signal?.reason })
    : new MeshTimeoutError(`${operation} got no whole answer within ${call[option]} ms (${option}), at attempt ${attempts}.`, {
        attempts,
      })
}

/** An error that is none of ours came from something that we were given, such as a transport, and may carry anything. */
export const ofClient = (call: CallRequest, thrown: unknown): MeshError =>
  thrown instanceof MeshError
    ? thrown
    : new MeshError(`${call.operation} failed inside the client; cause says how.`, { cause: safeCause(thrown, call.redact) })

const exchange = async (
  call: CallRequest,
  given: Readonly<Record<string, string>>,
  signal: AbortSignal,
  bodies: BodyReader[],
): Promise<AttemptResponse> => {
  const { config, operation, method, url, body, credentials } = call
  const { transport, maxResponseBytes } = config
  // A copy, because a `fetch` or a transport may change what it is given, and other calls share it.
  const headers =
    given === call.headers
      ? { ...call.sent }
      : // A middleware has changed them.
        { ...checkHeaders(operation, given, credentials), ...credentials }
  let reader: BodyReader | undefined
  try {
    // A middleware may come late; nothing is sent for a call that has ended.
    signal.throwIfAborted()
    const response = await transport({ method, url, headers, body, signal })
    if (!isResponse(response)) throw new MeshConfigError(`${operation} got no Response from its fetch or transport.`)
    reader = response.body?.getReader()
    // So may a transport.
    signal.throwIfAborted()
    refuseRedirect(call, response)
    if (reader) bodies.push(reader)
    // Bytes are counted as they come, after decompression, so that neither a lie about the length nor a small body that unpacks to a large
    // one fills the memory.
    const chunks: Uint8Array[] = []
    let bytes = 0
    for (;;) {
      const { value } = (await reader?.read()) ?? {}
      if (!value) break
      bytes += value.byteLength
      // Of what are no bytes, the number is none either.
      if (!(bytes <= maxResponseBytes)) {
        throw invalidResponse(
          operation,
          response.status,
          ` with a body of more than ${maxResponseBytes} bytes (maxResponseBytes).`,
        )
      }
      chunks.push(value)
    }
    const text = textOf(chunks)
    if (text === undefined) throw invalidResponse(operation, response.status, ' with a body that is not UTF-8.')
    return new ReadResponse(call, response, text)
  } catch (cause) {
    cancel(reader)
    if (cause instanceof MeshError) throw cause
    throw new MeshConnectionError(
      `${operation} got no whole answer from ${new URL(url).origin}. Check the network and baseUrl.`,
      { attempts: call.attempts, cause: safeCause(cause, call.redact) },
    )
  }
}

/** Ends a body. Not waited for: it may never end. */
export const cancel = (reader: BodyReader | undefined): void => void quietly(() => reader?.cancel())

const isResponse = (value: TransportResponse | null | undefined): boolean =>
  typeof value?.status === 'number' &&
  typeof value.headers?.get === 'function' &&
  (value.body == null || typeof value.body.getReader === 'function')

/** @throws MeshInvalidResponseError that names the origin alone: path and query of a redirect may quote what was sent. */
const refuseRedirect = (call: CallRequest, response: TransportResponse & { type?: string }): void => {
  const { status, headers } = response
  // Browsers give `opaqueredirect`, with HTTP status 0 and without the target.
  const isOpaque = response.type === 'opaqueredirect'
  if (!isOpaque && !(status >= 300 && status < 400)) return
  const location = headers.get('location')
  const target = location && call.redact(location)
  const origin = target && URL.canParse(target, call.url) ? new URL(target, call.url).origin : 'null'
  const what = location || isOpaque ? 'a redirect' : 'which is no answer of this API'
  throw invalidResponse(
    call.operation,
    status,
    `, ${what}${origin === 'null' ? '' : ` to ${origin}`}. Redirects are not followed, because credentials would go with them. Check baseUrl.`,
  )
}
