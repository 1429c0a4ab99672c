import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

export interface TestServer extends AsyncDisposable {
  url: string
  received: Received[]
}

/** A server on a free port of this machine that answers as the test says. */
export const serve = async (answer: (response: ServerResponse, received: Received) => void): Promise<TestServer> => {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    received.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
    answer(response, received.at(-1) as Received)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Answers with JSON. */
export const json = (response: ServerResponse, value: unknown, httpStatus = 200, headers: Record<string, string> = {}): void => {
  response.writeHead(httpStatus, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}
