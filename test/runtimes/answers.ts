import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Answer {
  httpStatus?: number
  headers?: Record<string, string>
  body?: string
}

/** Answers by the first part of the path: what a server may say and the document has no example for. */
const answers: Record<string, (request: IncomingMessage, body: string, part: string) => Answer> = {
  status: (_, __, status) => ({ body: JSON.stringify({ status }) }),
  exact: () => ({
    body: '{"status":"ok","content":{"totalCashUsdValue":12345678901234567.89,"balances":[{"currencyCode":"USD","cash":0.10,"buyingPower":1e-18}]}}',
  }),
  quote: ({ headers }, body) => ({
    httpStatus: 500,
    headers: { 'x-request-id': String(headers['x-client-secret']) },
    body: JSON.stringify({
      status: 'serverFailure',
      message: `no luck with ${JSON.stringify(headers)}`,
      displayMessage: body,
      errorData: { headers, body: JSON.parse(body) },
    }),
  }),
  drift: () => ({ body: '{"status":"ok","content":{"totalCashUsdValue":"a lot"}}' }),
  html: () => ({ headers: { 'content-type': 'text/html' }, body: '<html>' }),
  empty: () => ({}),
  redirect: () => ({ httpStatus: 307, headers: { location: '/drift/' } }),
}

export interface AnswerServer extends AsyncDisposable {
  url: string
  /** Serves a JSON value, and gives its URL. */
  serve(value: unknown): string
}

/** A server on loopback. Pages of any origin may call it, as they may call the mock. */
export async function startAnswers(): Promise<AnswerServer> {
  const served: string[] = []
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const [, first = '', second = ''] = (request.url ?? '').split('/')
    let body = ''
    for await (const chunk of request) body += chunk
    if (request.method === 'OPTIONS') return {}
    if (first === 'served') return { body: served[Number(second)] ?? '' }
    return answers[first]?.(request, body, second) ?? { httpStatus: 404 }
  }
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const { httpStatus = 200, headers, body = '' } = await answerTo(request)
    response.writeHead(httpStatus, {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'access-control-expose-headers': '*',
      'content-type': 'application/json',
      ...headers,
    })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    serve: (value) => `${url}/served/${served.push(JSON.stringify(value)) - 1}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
