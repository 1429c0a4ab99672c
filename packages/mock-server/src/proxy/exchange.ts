import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { originForm, pathOf } from '../request-target.js'
import type { CheckedRequest, DocumentChecks, RequestMessage, ResponseMessage } from './document-checks.js'
import { endToEndHeaders, joinedHeaders } from './end-to-end-headers.js'
import { type Finding, finding } from './finding.js'
import { failureOf, type Upstream, UpstreamFailure } from './forward.js'
import { maxCheckedBytes } from './message-body.js'
import { readAhead } from './read-ahead.js'
import type { ViolationLog } from './violation-log.js'

export interface ExchangeOptions {
  readonly checks: DocumentChecks
  readonly upstream: Upstream
  readonly log: ViolationLog
  /** Whether a violation is answered with a failure instead of being passed on. */
  readonly errors: boolean
  readonly onRequest: ((request: ProxiedRequest) => void) | undefined
  readonly onFailure: ((failure: ProxyFailure) => void) | undefined
}

/** A request that was answered. It carries no header, no query and no body, so it can be logged. */
export interface ProxiedRequest {
  /** HTTP method, in capitals. */
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** HTTP status of the answer. */
  readonly httpStatus: number
}

/** An exchange that the upstream did not bring to its end. */
export interface ProxyFailure {
  /** HTTP method, in capitals. */
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** One line, in words. */
  readonly message: string
}

/** One request to the proxy, and what comes back. */
export function createExchangeListener(options: ExchangeOptions): RequestListener {
  return (request, response) => {
    handle(options, request, response).catch(() => {
      // The client has left, or an answer was broken off: it must not look whole.
      response.destroy()
    })
  }
}

async function handle(options: ExchangeOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { upstream, log, errors, onRequest, onFailure } = options
  const { method = 'GET', rawHeaders } = request
  const target = originForm(request.url ?? '/')
  const path = pathOf(target)
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const finished = () => onRequest?.({ method, path, httpStatus: response.statusCode })

  const { whole, stream } = await readAhead(request, maxCheckedBytes)
  const checked = await checkRequest(options.checks, { method, target, headers: joinedHeaders(rawHeaders), body: whole })
  log.add({ method, path: checked.path }, checked.findings)
  if (errors && checked.findings.length > 0) {
    request.resume()
    refuse(response, 422, 'The request violates the document', checked.findings)
    return finished()
  }

  try {
    const incoming = await upstream.forward({ method, target, rawHeaders, body: whole ?? stream }, gone.signal)
    const { statusCode: httpStatus = 502 } = incoming
    const isBodiless = method === 'HEAD' || httpStatus === 204 || httpStatus === 304
    const check = async (body: Uint8Array | undefined): Promise<readonly Finding[]> => {
      const message = { httpStatus, isBodiless, headers: joinedHeaders(incoming.rawHeaders), body }
      const findings = await checkResponse(checked, message)
      log.add({ method, path: checked.path, httpStatus }, findings)
      return findings
    }
    await (errors ? answerIfValid(incoming, response, check) : passOn(incoming, response, check, gone.signal))
  } catch (error) {
    if (gone.signal.aborted && !(error instanceof UpstreamFailure)) throw error
    const failure = failureOf(error)
    onFailure?.({ method, path, message: failure.message })
    if (response.headersSent) throw failure
    problem(response, failure.httpStatus, 'The upstream has given no answer', { detail: failure.message })
  }
  finished()
}

type Check = (body: Uint8Array | undefined) => Promise<readonly Finding[]>

/**
 * Passes an answer on while it comes. It is checked before its last byte goes out: whoever has the answer can rely on its violations being known.
 */
async function passOn(incoming: IncomingMessage, response: ServerResponse, check: Check, gone: AbortSignal): Promise<void> {
  writeHead(incoming, response)
  response.flushHeaders()
  const length = Number(incoming.headers['content-length'] ?? Number.NaN)
  let failure: UpstreamFailure | undefined
  await pipeline(
    incoming,
    async function* (source: AsyncIterable<Buffer>) {
      const chunks: Buffer[] = []
      let received = 0
      let isChecked = false
      const checkOnce = async () => {
        if (!isChecked) await check(received > maxCheckedBytes ? undefined : Buffer.concat(chunks))
        isChecked = true
      }
      try {
        for await (const chunk of source) {
          received += chunk.byteLength
          if (received <= maxCheckedBytes) chunks.push(chunk)
          if (received === length) await checkOnce()
          yield chunk
        }
      } catch (error) {
        // A client that leaves ends both streams.
        if (!gone.aborted) failure = failureOf(error)
        throw error
      }
      await checkOnce()
    },
    response,
  ).catch((error: unknown) => {
    throw failure ?? error
  })
}

/** Holds an answer back until it has come whole and is known to be as the document says. */
async function answerIfValid(incoming: IncomingMessage, response: ServerResponse, check: Check): Promise<void> {
  const { whole, stream } = await readAhead(incoming, maxCheckedBytes)
  const findings = await check(whole)
  if (findings.length > 0) {
    incoming.destroy()
    return refuse(response, 502, 'The response violates the document', findings)
  }
  writeHead(incoming, response)
  // What no schema is held against may be of any size.
  await pipeline(stream, response)
}

function writeHead(incoming: IncomingMessage, response: ServerResponse): void {
  // The date is the upstream's.
  response.sendDate = false
  response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, endToEndHeaders(incoming.rawHeaders))
}

function refuse(response: ServerResponse, httpStatus: number, title: string, findings: readonly Finding[]): void {
  const detail = findings.map(({ location, code, message }) => `${location.join('.')}: ${message} (${code})`).join('; ')
  problem(response, httpStatus, title, { detail, violations: findings })
}

/** An answer of the proxy itself, by RFC 9457. */
function problem(response: ServerResponse, httpStatus: number, title: string, more: object): void {
  const body = JSON.stringify({ type: 'about:blank', title, status: httpStatus, ...more })
  response.writeHead(httpStatus, { 'Content-Type': 'application/problem+json', 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

const uncheckable = [finding([], 'unchecked', 'could not be checked')]

/** Whatever a check stumbles over, traffic passes, and is not taken for valid. */
async function checkRequest(checks: DocumentChecks, request: RequestMessage): Promise<CheckedRequest> {
  try {
    return await checks.checkRequest(request)
  } catch {
    return { path: pathOf(request.target), findings: uncheckable, checkResponse: async () => [] }
  }
}

async function checkResponse(checked: CheckedRequest, response: ResponseMessage): Promise<readonly Finding[]> {
  try {
    return await checked.checkResponse(response)
  } catch {
    return uncheckable
  }
}
