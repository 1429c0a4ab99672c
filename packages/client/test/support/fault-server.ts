import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

/** Writes raw bytes to a connection, after the request has come whole. `number` counts requests from 1. */
export type Fault = (socket: Socket, number: number) => void

export interface FaultServer extends AsyncDisposable {
  url: string
  /** Number of requests that came whole. */
  readonly requests: number
  /** Connections that are open now. */
  readonly connections: number
}

/** A server below HTTP: it can break any rule, because it writes every byte itself. */
export const serveFaults = async (fault: Fault): Promise<FaultServer> => {
  const sockets = new Set<Socket>()
  let requests = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    let received = ''
    socket
      .on('error', () => {})
      .on('close', () => sockets.delete(socket))
      .on('data', (chunk) => {
        received += chunk.toString('latin1')
        for (;;) {
          const head = received.indexOf('\r\n\r\n')
          const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
          if (head < 0 || received.length < head + 4 + length) return
          received = received.slice(head + 4 + length)
          requests += 1
          fault(socket, requests)
        }
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests
    },
    get connections() {
      return sockets.size
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

export const okBody = '{"status":"ok","message":"","content":{"balances":[{"currencyCode":"USD","cash":1.5}]}}'

const head = (lines: Record<string, string | number> = {}, status = '200 OK'): string =>
  [
    `HTTP/1.1 ${status}`,
    ...Object.entries({ 'content-type': 'application/json', ...lines }).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n')

/** A right answer. */
export const ok: Fault = (socket) => socket.write(head({ 'content-length': okBody.length }) + okBody)

const gzip =
  (body: string | Buffer): Fault =>
  (socket) => {
    const bytes = gzipSync(body)
    socket.write(head({ 'content-length': bytes.length, 'content-encoding': 'gzip' }))
    socket.write(bytes)
  }

const half = okBody.slice(0, 30)

/** Faults that a later attempt can mend. */
export const passingFaults: Record<string, Fault> = {
  'reset before the headers': (socket) => socket.resetAndDestroy(),
  'close before the headers': (socket) => socket.destroy(),
  'reset in the headers': (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-ty', () => socket.resetAndDestroy()),
  'reset in the body': (socket) =>
    socket.write(head({ 'content-length': okBody.length }) + half, () => setTimeout(() => socket.resetAndDestroy(), 5)),
  'a body shorter than its length': (socket) => socket.end(head({ 'content-length': okBody.length + 10 }) + okBody),
  'chunks that break off': (socket) => socket.end(`${head({ 'transfer-encoding': 'chunked' })}1e\r\n${half}\r\n`),
  'chunks with a false length': (socket) => socket.end(`${head({ 'transfer-encoding': 'chunked' })}zz\r\n${half}\r\n0\r\n\r\n`),
  // Node's fetch takes a status 100 that it did not ask for as an error.
  'HTTP status 100 that nobody asked for': (socket) =>
    socket.write(`HTTP/1.1 100 Continue\r\n\r\n${head({ 'content-length': okBody.length })}${okBody}`),
  'bytes that are no HTTP': (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
  'two different lengths': (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 90\r\n\r\n${okBody}`),
  'headers without an end': (socket) => socket.end(`HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(200_000)}`),
  'gzip that is none': (socket) => socket.end(head({ 'content-length': okBody.length, 'content-encoding': 'gzip' }) + okBody),
  'HTTP status 503 with HTML': (socket) =>
    socket.write(`${head({ 'content-type': 'text/html', 'content-length': 6 }, '503 Busy')}<html>`),
  'HTTP status 408': (socket) => socket.write(head({ 'content-length': 0 }, '408 Request Timeout')),
  'HTTP status 429': (socket) => socket.write(head({ 'content-length': 0, 'retry-after': 0 }, '429 Too Many Requests')),
  'serverFailure under HTTP status 200': (socket) => socket.write(`${head({ 'content-length': 26 })}{"status":"serverFailure"}`),
  'tooManyRequest under HTTP status 200': (socket) =>
    socket.write(`${head({ 'content-length': 27 })}{"status":"tooManyRequest"}`),
}

/** Faults that end the call, with the error that they must give. */
export const lastingFaults: Record<string, [Fault, string]> = {
  HTML: [
    (socket) => socket.write(`${head({ 'content-type': 'text/html', 'content-length': 6 })}<html>`),
    'MeshInvalidResponseError',
  ],
  'invalid UTF-8': [
    (socket) => {
      const body = Buffer.concat([
        Buffer.from('{"status":"ok","content":{"currencyCode":"'),
        Buffer.from([0xc3, 0x28, 0xff]),
        Buffer.from('"}}'),
      ])
      socket.write(head({ 'content-length': body.length }))
      socket.write(body)
    },
    'MeshInvalidResponseError',
  ],
  'UTF-16': [
    (socket) => {
      const body = Buffer.from(okBody, 'utf16le')
      socket.write(head({ 'content-length': body.length }))
      socket.write(body)
    },
    'MeshInvalidResponseError',
  ],
  'a body that is larger than it may be': [
    (socket) => socket.write(`${head({ 'content-length': 5_000_000 })}${' '.repeat(5_000_000)}`),
    'MeshInvalidResponseError',
  ],
  'a small body that unpacks to a large one': [gzip(Buffer.alloc(50_000_000, 0x20)), 'MeshInvalidResponseError'],
  'a body without an end': [
    (socket) => {
      socket.write(head({ 'transfer-encoding': 'chunked' }))
      const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
      const write = () => {
        while (!socket.destroyed && socket.write(chunk));
      }
      socket.on('drain', write)
      write()
    },
    'MeshInvalidResponseError',
  ],
  'HTTP status 204': [(socket) => socket.write(head({}, '204 No Content')), 'MeshInvalidResponseError'],
  'JSON that is broken off, with a right length': [
    (socket) => socket.write(head({ 'content-length': half.length }) + half),
    'MeshInvalidResponseError',
  ],
  'HTTP status 400': [(socket) => socket.write(head({ 'content-length': 0 }, '400 Bad Request')), 'BadRequestError'],
}

/** Odd, but right. */
export const oddAnswers: Record<string, Fault> = {
  'HTTP status 103 before the answer': (socket, number) => {
    socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n')
    ok(socket, number)
  },
  'one byte at a time': (socket) => {
    const bytes = [...(head({ 'content-length': okBody.length }) + okBody)]
    const next = () => {
      const byte = bytes.shift()
      if (byte !== undefined && !socket.destroyed) socket.write(byte, next)
    }
    socket.setNoDelay(true)
    next()
  },
  gzip: gzip(okBody),
  'a byte order mark': (socket) => socket.write(`${head({ 'content-length': okBody.length + 3 })}\ufeff${okBody}`),
  'duplicate headers': (socket) =>
    socket.write(`${head({ 'content-length': okBody.length, 'x-a': '1' }).replace('x-a: 1', 'x-a: 1\r\nx-a: 2')}${okBody}`),
  'a body without a length': (socket) => socket.end(head({ connection: 'close' }) + okBody),
  'no content type': (socket) => socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${okBody.length}\r\n\r\n${okBody}`),
  'a large header': (socket) => socket.write(head({ 'content-length': okBody.length, 'x-a': 'a'.repeat(8000) }) + okBody),
}
