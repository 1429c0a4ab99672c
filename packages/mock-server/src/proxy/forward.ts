import type { IncomingMessage } from 'node:http'
import https from 'node:https'
import { pipeline } from 'node:stream/promises'
import { http } from '../node-http.js'
import { endToEndHeaders } from './end-to-end-headers.js'

/** Shorter than any server keeps an idle connection: one that the server closes just then would be an error of the proxy's own making. */
const idleTimeout = 4000

/** The upstream gave no answer, or broke it off. */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure'
  /** What the client gets instead: 502 or 504. */
  readonly httpStatus: number

  constructor(httpStatus: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.httpStatus = httpStatus
  }
}

export interface ForwardedRequest {
  readonly method: string
  readonly target: string
  readonly rawHeaders: readonly string[]
  /** All bytes, or what gives them one after the other. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>
}

export interface Upstream {
  /**
   * Sends a request as it came and resolves as soon as the answer begins. Redirects are answers like any other.
   * @throws what Node throws, which `failureOf` puts into words
   */
  forward(request: ForwardedRequest, signal: AbortSignal): Promise<IncomingMessage>
  close(): void
}

/** @param timeout Longest silence of the upstream, in milliseconds. */
export function createUpstream(url: URL, timeout: number): Upstream {
  const { Agent, request } = url.protocol === 'https:' ? https : http
  const agent = new Agent({ keepAlive: true, timeout: idleTimeout })
  const prefix = url.pathname.replace(/\/+$/, '')

  function forward({ method, target, rawHeaders, body }: ForwardedRequest, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request({
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        method,
        path: `${prefix}${target}`,
        headers: ['Host', url.host, ...endToEndHeaders(rawHeaders, ['host', 'expect']), ...framing(method, rawHeaders)],
        agent,
        timeout,
        signal,
      })
      let answer: IncomingMessage | undefined
      outgoing
        .on('response', (incoming) => {
          answer = incoming
          resolve(incoming)
        })
        .on('timeout', () => {
          const silence = new UpstreamFailure(504, `The upstream was silent for ${timeout} ms.`)
          answer?.destroy(silence)
          outgoing.destroy(silence)
        })
        .on('error', reject)
      if (body instanceof Uint8Array) outgoing.end(body)
      // An upstream may answer without reading to the end; what else goes wrong is an error of the request.
      else pipeline(body, outgoing).catch(() => {})
    })
  }

  return { forward, close: () => agent.destroy() }
}

/** A body stays chunked where it was, and a method that could have one says that it has none. */
function framing(method: string, rawHeaders: readonly string[]): string[] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  if (names.includes('content-length')) return []
  if (names.includes('transfer-encoding')) return ['Transfer-Encoding', 'chunked']
  return ['POST', 'PUT', 'PATCH'].includes(method) ? ['Content-Length', '0'] : []
}

/** In words, by the code of what Node throws. */
export function failureOf(error: unknown): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'refuses connections',
    ECONNRESET: 'has broken off the connection',
    EPIPE: 'has broken off the connection',
    ENOTFOUND: 'has a host name that is not known',
    EAI_AGAIN: 'has a host name that cannot be looked up now',
    ETIMEDOUT: 'cannot be reached in time',
    EHOSTUNREACH: 'cannot be reached',
    ENETUNREACH: 'cannot be reached',
  }
  const isUntrusted = /CERT|SIGNED|UNABLE_TO/.test(code)
  const reason = isUntrusted
    ? 'has a certificate that is not trusted; NODE_EXTRA_CA_CERTS takes an authority of your own'
    : code.startsWith('HPE_')
      ? 'has not answered in HTTP'
      : (reasons[code] ?? 'has failed')
  return new UpstreamFailure(502, `The upstream ${reason}${code === '' ? '' : ` (${code})`}.`, { cause: error })
}
