import { attemptResponse } from './attempt-response.js'
import type { CallRequest } from './call-request.js'
import { checkHeaders } from './check-headers.js'
import type { Config } from './config/config.js'
import { withDeadline } from './deadline.js'
import { MeshAbortError } from './errors/mesh-abort-error.js'
import { MeshConfigError } from './errors/mesh-config-error.js'
import { MeshConnectionError } from './errors/mesh-connection-error.js'
import { MeshError } from './errors/mesh-error.js'
import { MeshInvalidResponseError } from './errors/mesh-invalid-response-error.js'
import { MeshTimeoutError } from './errors/mesh-timeout-error.js'
import type { AttemptResponse, MiddlewareContext, MiddlewareRequest } from './middleware.js'
import { isAttemptResponse, runLayers } from './middleware.js'
import { BodyError, readBody } from './read-body.js'
import { safeCause } from './safe-cause.js'
import type { TransportResponse } from './transport.js'

/**
 * Sends a request once and reads the answer to its end, within `limit` milliseconds.
 *
 * @throws MeshError
 */
export const attempt = (
  config: Config,
  call: CallRequest,
  request: MiddlewareRequest,
  context: MiddlewareContext,
  limit: number,
): Promise<AttemptResponse> =>
  withDeadline(
    limit,
    call.signal,
    { abort: () => aborted(call), timeout: () => timedOut(call, limit, context.attempt) },
    (signal) => {
      const send = ({ headers }: MiddlewareRequest) => exchange(config, call, headers, signal, context.attempt)
      if (config.attemptMiddleware.length === 0) return send(request)
      return runLayers(config.attemptMiddleware, request, context, send, isAttemptResponse).catch((cause: unknown) => {
        throw ofMiddleware(call, cause)
      })
    },
  )

export const aborted = ({ operation, signal }: CallRequest): MeshAbortError =>
  new MeshAbortError(`${operation} was aborted by its signal.`, { cause: signal?.reason })

/** An error of the client passes through a middleware as it is; any other is the middleware's own. */
export const ofMiddleware = ({ operation }: CallRequest, cause: unknown): MeshError =>
  cause instanceof MeshError ? cause : new MeshError(`${operation} failed in a middleware; cause says how.`, { cause })

/** An error that is none of ours came from something that we were given, such as a transport, and may carry anything. */
export const ofClient = ({ operation, redact }: Pick<CallRequest, 'operation' | 'redact'>, thrown: unknown): MeshError =>
  thrown instanceof MeshError
    ? thrown
    : new MeshError(`${operation} failed inside the client; cause says how.`, { cause: safeCause(thrown, redact()) })

/** The limit that struck is that of the call, unless the attempt had as much time as it may take. */
export const timedOut = (call: CallRequest, limit: number, attempts: number): MeshTimeoutError => {
  const option = limit < call.timeout ? 'totalTimeout' : 'timeout'
  return new MeshTimeoutError(
    `${call.operation} got no whole answer within ${call[option]} ms (${option}), at attempt ${attempts}.`,
    { attempts },
  )
}

const exchange = async (
  config: Config,
  call: CallRequest,
  given: Readonly<Record<string, string>>,
  signal: AbortSignal,
  attempts: number,
): Promise<AttemptResponse> => {
  const { method, url, body, credentials, operation, redact } = call
  // A middleware may have changed them.
  const headers = given === call.headers ? given : checkHeaders(operation, given, credentials)
  let httpStatus = 0
  try {
    // A middleware may come late; nothing is sent for a call that has ended.
    signal.throwIfAborted()
    const response = await config.transport({ method, url, headers: { ...headers, ...credentials }, body, signal })
    if (!isResponse(response)) throw new MeshConfigError(`${operation} got no Response from its fetch or transport.`)
    httpStatus = response.status
    refuseRedirect(call, response)
    return attemptResponse(response, await readBody(response, config.maxResponseBytes, signal), redact)
  } catch (cause) {
    if (cause instanceof MeshError) throw cause
    if (cause instanceof BodyError) {
      throw new MeshInvalidResponseError(`${operation} got HTTP status ${httpStatus} with ${cause.message}.`, { httpStatus })
    }
    throw new MeshConnectionError(
      `${operation} got no whole answer from ${new URL(config.baseUrl).origin}. Check the network and baseUrl.`,
      { attempts, cause: safeCause(cause, redact()) },
    )
  }
}

const isResponse = (value: TransportResponse | null | undefined): boolean =>
  typeof value?.status === 'number' &&
  typeof value.headers?.get === 'function' &&
  (value.body == null || typeof value.body.getReader === 'function')

/** @throws MeshInvalidResponseError that names the origin alone: path and query of a redirect may quote what was sent. */
const refuseRedirect = ({ operation, url, redact }: CallRequest, response: TransportResponse & { type?: string }): void => {
  const { status, headers, body } = response
  // Browsers give `opaqueredirect`, with HTTP status 0 and without the target.
  if (response.type !== 'opaqueredirect' && !(status >= 300 && status < 400)) return
  body?.cancel().catch(() => {})
  const location = headers.get('location')
  const target = location === null ? undefined : redact().text(location)
  const origin = target !== undefined && URL.canParse(target, url) ? new URL(target, url).origin : 'null'
  const what = location === null && response.type !== 'opaqueredirect' ? 'which is no answer of this API' : 'a redirect'
  throw new MeshInvalidResponseError(
    `${operation} got HTTP status ${status}, ${what}${origin === 'null' ? '' : ` to ${origin}`}. Redirects are not followed, because credentials would go with them. Check baseUrl.`,
    { httpStatus: status },
  )
}
