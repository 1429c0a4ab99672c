import type { CallRequest } from './call-request.js'
import { MeshError } from './errors/mesh-error.js'
import type { WithResponse } from './mesh-call.js'

/** What a middleware sees of a request. Neither credentials nor the body are in it, so it is safe to log. */
export interface MiddlewareRequest {
  /** HTTP method, in capitals. */
  readonly method: string
  /** URL of the server, before `path`. */
  readonly baseUrl: string
  /** Path as the document has it, with the names of its parameters in braces. */
  readonly path: string
  /** Headers of the call, without credentials, names in lower case. Hand others to `next` by `next({ ...request, headers })`. */
  readonly headers: Readonly<Record<string, string>>
}

/** What a middleware is told about the call. */
export interface MiddlewareContext {
  /** operationId of the call. */
  readonly operation: string
  /** Whether the document allows to repeat the operation. */
  readonly safeToRepeat: boolean
  /** Number of the attempt, from 1; 0 around a call. */
  readonly attempt: number
  /** The same object for everything around one call: a key for a WeakMap. */
  readonly call: object
}

/** The answer to an attempt, read to its end. Printing it does not show the body. */
export interface AttemptResponse {
  /** HTTP status. */
  readonly status: number
  /** Headers of the answer. */
  readonly headers: Headers
  /** The body. */
  text(): string
}

/** A function around every attempt. It may change headers, answer by itself, look at the answer or replace it. */
export type AttemptMiddleware = (
  request: MiddlewareRequest,
  next: (request: MiddlewareRequest) => Promise<AttemptResponse>,
  context: MiddlewareContext,
) => Promise<AttemptResponse>

/** A function around a whole call, with all its attempts and waits. */
export type CallMiddleware = (
  request: MiddlewareRequest,
  next: (request: MiddlewareRequest) => Promise<WithResponse<unknown, unknown>>,
  context: MiddlewareContext,
) => Promise<WithResponse<unknown, unknown>>

/** A function runs around every attempt; an object says what runs around what. */
export type Middleware = AttemptMiddleware | { readonly aroundCall?: CallMiddleware; readonly aroundAttempt?: AttemptMiddleware }

export const requestOf = ({ method, path, headers, config }: CallRequest): MiddlewareRequest => ({
  method,
  path,
  headers,
  baseUrl: config.baseUrl,
})

type Next<Result> = (request: MiddlewareRequest) => Promise<Result>
type Layer<Result> = (request: MiddlewareRequest, next: Next<Result>, context: MiddlewareContext) => Promise<Result>

/**
 * Runs `core` inside all layers; the first one is the outermost.
 *
 * @throws MeshError for a layer that fails, or gives something that is no result
 */
export const runLayers = async <Result>(
  call: CallRequest,
  layers: readonly Layer<Result>[],
  request: MiddlewareRequest,
  attempt: number,
  core: Next<Result>,
  isResult: (value: Result) => boolean,
): Promise<Result> => {
  call.key ??= {}
  const { operation, facts, key } = call
  const context = { operation, safeToRepeat: facts.safeToRepeat, attempt, call: key }
  const run = layers.reduceRight<Next<Result>>(
    (inner, layer) => async (current) => {
      const next = (changed: MiddlewareRequest) => {
        const result = inner(changed)
        // A layer that throws before it awaits this must not end the process.
        result.catch(() => {})
        return result
      }
      return layer(current, next, context)
    },
    core,
  )
  try {
    const result = await run(request)
    if (isResult(result)) return result
    throw new TypeError('A middleware must give what next() gives.')
  } catch (cause) {
    // An error of the client passes through a middleware as it is; any other is the middleware's own.
    throw cause instanceof MeshError ? cause : new MeshError(`${operation} failed in a middleware; cause says how.`, { cause })
  }
}

export const isAttemptResponse = (value: AttemptResponse | null | undefined): boolean =>
  typeof value?.status === 'number' && typeof value.headers?.get === 'function' && typeof value.text?.() === 'string'

export const isCallResult = (value: WithResponse<unknown, unknown> | null | undefined): boolean =>
  typeof value === 'object' && value !== null && 'data' in value
