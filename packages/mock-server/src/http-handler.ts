import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { deliver } from './deliver.js'
import { maxBodyBytes } from './engine/request-body.js'
import type { HandledRequest } from './handled-request.js'
import type { Mock, MockAnswer } from './mock.js'
import type { ReferencePage } from './reference-page/create-reference-page.js'
import { originForm, pathOf } from './request-target.js'

export interface HttpHandlerOptions {
  readonly answer: Mock['answer']
  /** The page of the document that is served at the moment. */
  readonly referencePage: () => ReferencePage | undefined
  readonly onRequest: ((request: HandledRequest) => void) | undefined
  /** Aborted when the server finishes what is under way and takes nothing more. */
  readonly closing: AbortSignal
}

/**
 * The socket side of the engine. Prism's own HTTP server is not used: it never answers a request whose JSON is malformed, and prints a
 * stack trace for a content type that it cannot parse.
 */
export function createHttpHandler({ answer: answerOf, referencePage, onRequest, closing }: HttpHandlerOptions): RequestListener {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request
    const target = originForm(url)
    const begin = performance.now()
    const headers = headersOf(request)
    for (const [name, value] of Object.entries(corsHeaders(headers))) response.setHeader(name, value)

    const body = await readBody(request)
    // Not a request to the API: no fault happens to it, and it is neither recorded nor logged.
    const page = isPreflight(method, headers) ? undefined : await referencePage()?.({ method, target, headers })
    if (page) {
      response.writeHead(page.httpStatus, { ...page.headers, 'Content-Length': Buffer.byteLength(page.body) }).end(page.body)
      return
    }

    const answer = isPreflight(method, headers) ? preflight(headers) : await answerOf({ method, target, headers, body })
    await deliver(answer, response, closing)
    const { httpStatus, scenario, faults, violations } = answer
    const milliseconds = Math.round(performance.now() - begin)
    onRequest?.({ method, path: pathOf(target), httpStatus, scenario, faults, violations, milliseconds })
  }

  return (request, response) => {
    // A connection that broke, or a header of the document that cannot be sent.
    handle(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  }
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )
}

/** Undefined for a body over the limit, which is read to its end all the same: a client that still writes would not see an answer. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.byteLength
    if (bytes <= maxBodyBytes) chunks.push(chunk)
  }
  return bytes <= maxBodyBytes ? Buffer.concat(chunks) : undefined
}

/** The same as Prism's: tests in a browser call from another origin. */
function corsHeaders(headers: Record<string, string>): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': headers['origin'] ?? '*',
    'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '*',
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': headers['access-control-expose-headers'] ?? '*',
  }
}

function isPreflight(method: string, headers: Record<string, string>): boolean {
  return method === 'OPTIONS' && headers['origin'] !== undefined && headers['access-control-request-method'] !== undefined
}

function preflight(headers: Record<string, string>): MockAnswer {
  return {
    httpStatus: 204,
    headers: { 'Access-Control-Allow-Methods': headers['access-control-request-method'] ?? '*', Vary: 'origin' },
    body: '',
    violations: [],
    faults: [],
    delay: 0,
    breakage: undefined,
  }
}
