import type { CallRequest } from './call-request.js'
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
import { redactText } from './redact.js'
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

export const timedOut = ({ operation, timeout, totalTimeout }: CallRequest, limit: number, attempts: number): MeshTimeoutError =>
  limit < timeout
    ? new MeshTimeoutError(`${operation} did not end within ${totalTimeout} ms in all (totalTimeout), in ${attempts} attempts.`, {
        attempts,
      })
    : new MeshTimeoutError(`${operation} got no whole answer within ${timeout} ms (timeout).`, { attempts })

const exchange = async (
  config: Config,
  call: CallRequest,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  attempts: number,
): Promise<AttemptResponse> => {
  const { method, url, body, credentials, secrets, operation } = call
  let response: TransportResponse
  try {
    response = await config.transport({ method, url, headers: { ...headers, ...credentials }, body, signal })
    if (typeof response?.status !== 'number' || typeof response.headers?.get !== 'function') {
      throw new MeshConfigError(`${operation} got no Response from its fetch or transport.`)
    }
    refuseRedirect(call, response)
    const text = await readBody(response, config.maxResponseBytes)
    const { status, headers: answered } = response
    return { status, headers: answered, text: () => text }
  } catch (cause) {
    if (cause instanceof MeshError) throw cause
    if (cause instanceof BodyError) {
      // biome-ignore lint/style/noNonNullAssertion: a body that fails to be read has a response
      const httpStatus = response!.status
      throw new MeshInvalidResponseError(`${operation} got HTTP status ${httpStatus} with ${cause.message}.`, { httpStatus })
    }
    throw new MeshConnectionError(
      `${operation} got no whole answer from ${new URL(config.baseUrl).origin}. Check the network, and that baseUrl is right.`,
      { attempts, cause: safeCause(cause, secrets()) },
    )
  }
}

/** @throws MeshInvalidResponseError that names the origin alone: path and query of a redirect may quote what was sent. */
const refuseRedirect = (
  { operation, secrets }: CallRequest,
  { status, headers, ...response }: TransportResponse & { type?: string },
): void => {
  if (response.type !== 'opaqueredirect' && !(status >= 300 && status < 400)) return
  const location = headers.get('location') ?? ''
  const target = URL.canParse(location) ? ` to ${redactText(new URL(location).origin, secrets())}` : ''
  throw new MeshInvalidResponseError(
    `${operation} got HTTP status ${status}${location === '' ? '' : `, a redirect${target}`}. Redirects are not followed, because credentials would travel with them. Check baseUrl.`,
    { httpStatus: status },
  )
}
