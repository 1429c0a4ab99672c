// biome-ignore lint/style/noRestrictedImports: an optional peer, of this subpath alone
import { type Span, SpanKind, SpanStatusCode, type Tracer, type TracerProvider, trace } from '@opentelemetry/api'
import { MeshApiError } from './runtime/errors/mesh-api-error.js'
import { isMeshError } from './runtime/errors/mesh-error.js'
import type { AttemptMiddleware, CallMiddleware } from './runtime/middleware.js'

/** Options of `tracing`. */
export interface TracingOptions {
  /** Where spans go. Default: the global provider of `@opentelemetry/api`. */
  tracerProvider?: TracerProvider | undefined
}

/**
 * Traces calls: one CLIENT span a call, by the semantic conventions for HTTP clients, with an event for every further attempt. Never holds
 * a secret, a header or a body. A failure of the telemetry never fails a call.
 *
 * @example
 * import { createMeshClient } from '@mesh-balance/client'
 * import { tracing } from '@mesh-balance/client/opentelemetry'
 *
 * const mesh = createMeshClient({ middleware: [tracing()] })
 */
export const tracing = ({
  tracerProvider,
}: TracingOptions = {}): { aroundCall: CallMiddleware; aroundAttempt: AttemptMiddleware } => {
  const spans = new WeakMap<object, Span>()
  const tracer = (): Tracer => (tracerProvider ?? trace).getTracer('@mesh-balance/client')

  return {
    aroundCall: async (request, next, context) => {
      const { protocol, hostname, port } = new URL(request.baseUrl)
      const span = quietly(() =>
        tracer().startSpan(`${request.method} ${request.path}`, {
          kind: SpanKind.CLIENT,
          attributes: {
            'http.request.method': request.method,
            'url.template': request.path,
            // With parameters in its path, the full URL could name an account.
            ...(request.path.includes('{') ? {} : { 'url.full': request.baseUrl + request.path }),
            'server.address': hostname,
            'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
          },
        }),
      )
      if (span) spans.set(context.call, span)
      try {
        const result = await next(request)
        quietly(() => span?.setAttributes({ 'http.response.status_code': result.response.status, ...resends(result.attempts) }))
        return result
      } catch (error) {
        quietly(() => {
          const { name } = error as Error
          if (error instanceof MeshApiError)
            span?.setAttributes({ 'http.response.status_code': error.httpStatus, ...resends(error.attempts) })
          span?.setAttribute('error.type', isMeshError(error) ? name : 'middleware')
          // The message would hold what the API said about the account.
          span?.setStatus({ code: SpanStatusCode.ERROR })
        })
        throw error
      } finally {
        quietly(() => span?.end())
      }
    },
    aroundAttempt: (request, next, { attempt, call }) => {
      if (attempt > 1) quietly(() => spans.get(call)?.addEvent('retry', { 'http.request.resend_count': attempt - 1 }))
      return next(request)
    },
  }
}

const resends = (attempts: number): Record<string, number> => (attempts > 1 ? { 'http.request.resend_count': attempts - 1 } : {})

const quietly = <Result>(report: () => Result): Result | undefined => {
  try {
    return report()
  } catch {
    return undefined
  }
}
