import { type CloseOptions, closerOf } from '../close-server.js'
import { type DocumentSource, loadDocument } from '../document/load-document.js'
import { importLightly } from '../import-lightly.js'
import { assertAddress, listen, urlOf } from '../listen.js'
import { longestTimer } from '../longest-timer.js'
import { assertOptions } from '../mock.js'
import { MockServerError } from '../mock-server-error.js'
import { http } from '../node-http.js'
import type { ProxiedRequest, ProxyFailure } from './exchange.js'
import { parseUpstream } from './upstream-url.js'
import { createViolationLog, type ProxyViolation } from './violation-log.js'

/** Options of `startProxy`. */
export interface ProxyOptions {
  /** Where requests are passed on to: `http:` or `https:`, a path in front of all paths included. */
  upstream: string | URL
  /** Port to listen on. Default: 0, which takes a free one. */
  port?: number
  /** Address to listen on. Default: `127.0.0.1`, which only this machine can reach. */
  host?: string
  /** Path or file URL of an OpenAPI 3 document in YAML or JSON, or the document as an object. Default: Mesh's, which comes with this package. */
  document?: DocumentSource
  /**
   * Whether a violation becomes a failure: a request that violates the document gets 422 and is not passed on, a response gets 502 in its place.
   * Default: false, everything passes.
   */
  errors?: boolean
  /** Longest silence of the upstream, in milliseconds. Default: 60,000. */
  timeout?: number
  /** Called when a violation is seen for the first time. Default: nothing is logged. */
  onViolation?: (violation: ProxyViolation) => void
  /** Called after each answer. Default: nothing is logged. */
  onRequest?: (request: ProxiedRequest) => void
  /** Called when the upstream cannot be reached, or breaks off its answer. Default: nothing is logged. */
  onFailure?: (failure: ProxyFailure) => void
}

/** A proxy that listens on a port. */
export interface ValidatingProxy extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:53124`; no slash at the end. */
  readonly url: string
  /** Each violation of the document that was seen, in the order of the first time; the first 1,000 of them. An answer's are here before its last byte goes out. */
  readonly violations: readonly ProxyViolation[]
  /** Stops listening, ends open connections and waits until they are gone. Calling it again does no harm. */
  close(options?: CloseOptions): Promise<void>
}

/**
 * Starts a proxy that passes requests on to an API, byte for byte, and holds both directions against a document.
 * @throws MockServerError `invalid-option`, `invalid-document`, `address-unavailable`
 * @example
 * import { startProxy } from '@mesh-balance/mock-server'
 *
 * await using proxy = await startProxy({ upstream: 'https://sandbox-integration-api.meshconnect.com' })
 */
export async function startProxy(options: ProxyOptions): Promise<ValidatingProxy> {
  assertOptions(options)
  const { port = 0, host = '127.0.0.1', errors = false, timeout = 60_000, onViolation, onRequest, onFailure } = options
  assertAddress(port, host)
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > longestTimer) {
    throw new MockServerError('invalid-option', `The timeout ${timeout} is not a whole number of milliseconds above 0.`)
  }
  const upstreamUrl = parseUpstream(options.upstream)
  const document = await loadDocument(options.document)
  // Prism takes most of the time to start; what cannot start says so without it.
  const { createDocumentChecks } = await importLightly(() => import('./document-checks.js'))
  // Only who starts a proxy needs the rest, and a mock should start fast.
  const [{ createExchangeListener }, { createUpstream }] = await Promise.all([import('./exchange.js'), import('./forward.js')])
  const checks = await createDocumentChecks(document)

  const log = createViolationLog(onViolation)
  const upstream = createUpstream(upstreamUrl, timeout)
  const server = http.createServer(createExchangeListener({ checks, upstream, log, errors, onRequest, onFailure }))
  await listen(server, port, host)
  if (isItself(upstreamUrl, new URL(urlOf(server)))) {
    server.close()
    throw new MockServerError('invalid-option', `The upstream ${upstreamUrl.origin} is the proxy itself. Give it another port.`)
  }

  const closeServer = closerOf(server)
  async function close(options: CloseOptions = {}): Promise<void> {
    const closed = closeServer(options)
    if (!options.grace) upstream.close()
    await closed
    upstream.close()
  }

  return { url: urlOf(server), violations: log.violations, close, [Symbol.asyncDispose]: () => close() }
}

/** It would send each request to itself without an end. */
function isItself(upstream: URL, own: URL): boolean {
  const here = ['localhost', '127.0.0.1', '[::1]']
  const isSameHost = upstream.hostname === own.hostname || (here.includes(upstream.hostname) && here.includes(own.hostname))
  return upstream.protocol === 'http:' && isSameHost && upstream.port === own.port
}
