import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  method: string
  target: string
  rawHeaders: string[]
  headers: IncomingMessage['headers']
  body: Buffer
}

export type Answer = (response: ServerResponse, request: ReceivedRequest) => void

export interface FakeUpstream extends AsyncDisposable {
  url: string
  received: ReceivedRequest[]
  connections: number
  answer: Answer
}

/** An API that answers whatever the test wants. */
export async function startUpstream(answer: Answer = (response) => void response.end()): Promise<FakeUpstream> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: target = '', rawHeaders, headers } = request
    const received = { method, target, rawHeaders, headers, body: Buffer.concat(chunks) }
    upstream.received.push(received)
    upstream.answer(response, received)
  })
  server.on('connection', () => {
    upstream.connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const upstream: FakeUpstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    connections: 0,
    answer,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return upstream
}

/** Answers with a body and, unless told otherwise, as JSON. */
export function answering(body: unknown, httpStatus = 200, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(httpStatus, { 'Content-Type': 'application/json', ...headers })
    response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body))
  }
}
