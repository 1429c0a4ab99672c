import { once } from 'node:events'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type ProxyFailure, type ProxyOptions, startProxy } from '../../src/index.js'
import { balancePath, send } from '../mesh-request.js'
import { selfSigned } from './self-signed.js'
import { answering, startUpstream } from './upstream.js'

interface RawUpstream extends AsyncDisposable {
  url: string
  port: number
}

/** An upstream below HTTP, which does to a connection what it likes as soon as there are bytes. */
async function startRaw(onData: (socket: Socket) => void): Promise<RawUpstream> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).once('data', () => onData(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function resetHalfWay(socket: Socket): void {
  socket.write(half, () => void setImmediate().then(() => socket.resetAndDestroy()))
}

function stallHalfWay(socket: Socket): void {
  socket.write(half)
}

const half = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"status":'

async function failuresOf(options: ProxyOptions, calls: (url: string) => Promise<void>): Promise<ProxyFailure[]> {
  const failures: ProxyFailure[] = []
  await using proxy = await startProxy({ ...options, onFailure: (failure) => failures.push(failure) })
  await calls(proxy.url)
  expect(proxy.violations).toEqual([])
  return failures
}

const closedPort = async (): Promise<string> => {
  await using raw = await startRaw(() => {})
  return raw.url
}

describe('an upstream that gives no answer is a problem of its own HTTP status, and the proxy stays up', () => {
  test.for([
    ['refuses', undefined, 502, /^The upstream refuses connections \(ECONNREFUSED\)\.$/],
    [
      'resets the connection',
      (socket: Socket) => socket.resetAndDestroy(),
      502,
      /^The upstream has broken off the connection \(ECONNRESET\)\.$/,
    ],
    [
      'ends the connection',
      (socket: Socket) => socket.end(),
      502,
      /^The upstream has broken off the connection \(ECONNRESET\)\.$/,
    ],
    ['is silent', () => {}, 504, /^The upstream was silent for 200 ms\.$/],
    [
      'speaks no HTTP',
      (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
      502,
      /^The upstream has not answered in HTTP \(HPE_/,
    ],
    [
      'sends headers without an end',
      (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(200_000)}`),
      502,
      /^The upstream has not answered in HTTP \(HPE_HEADER_OVERFLOW\)\.$/,
    ],
  ] as const)('%s', async ([, onData, httpStatus, message]) => {
    await using raw = onData && (await startRaw(onData))
    const failures = await failuresOf({ upstream: raw?.url ?? (await closedPort()), timeout: 200 }, async (url) => {
      for (let call = 0; call < 2; call += 1) {
        const response = await send(url)
        expect([response.status, response.headers.get('content-type')]).toEqual([httpStatus, 'application/problem+json'])
        expect(await response.json()).toEqual({
          type: 'about:blank',
          title: 'The upstream has given no answer',
          status: httpStatus,
          detail: expect.stringMatching(message),
        })
      }
    })
    expect(failures).toEqual(Array(2).fill({ method: 'POST', path: balancePath, message: expect.stringMatching(message) }))
  })

  test('a host that is not known', async () => {
    const failures = await failuresOf({ upstream: 'http://nowhere.invalid' }, async (url) => {
      expect((await send(url)).status).toBe(502)
    })
    expect(failures[0]?.message).toMatch(/^The upstream has a host name that (is not known|cannot be looked up now) \(E/)
  })

  test('a certificate that is not trusted', async () => {
    const server = createTlsServer(selfSigned, (_, response) => void response.end('{}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const failures = await failuresOf(
      { upstream: `https://localhost:${(server.address() as AddressInfo).port}` },
      async (url) => {
        expect((await send(url)).status).toBe(502)
      },
    )
    expect(failures[0]?.message).toMatch(
      /certificate that is not trusted; NODE_EXTRA_CA_CERTS .* \(DEPTH_ZERO_SELF_SIGNED_CERT\)\.$/,
    )
    server.close()
  })
})

describe('an answer that is broken off', () => {
  test.for([
    ['reset', resetHalfWay, /broken off the connection/],
    ['ended early', (socket: Socket) => socket.end(half), /broken off the connection/],
    ['silent', stallHalfWay, /was silent for 200 ms/],
  ] as const)('%s: what has begun is broken off as well', async ([, onData, message]) => {
    await using raw = await startRaw(onData)
    const failures = await failuresOf({ upstream: raw.url, timeout: 200 }, async (url) => {
      await expect(send(url).then((response) => response.text())).rejects.toThrow()
    })
    expect(failures).toEqual([{ method: 'POST', path: balancePath, message: expect.stringMatching(message) }])
  })

  test.for([
    ['reset', resetHalfWay, 502],
    ['silent', stallHalfWay, 504],
  ] as const)('%s: with --errors nothing has begun', async ([, onData, httpStatus]) => {
    await using raw = await startRaw(onData)
    const failures = await failuresOf({ upstream: raw.url, timeout: 200, errors: true }, async (url) => {
      const response = await send(url)
      expect([response.status, response.headers.get('content-type')]).toEqual([httpStatus, 'application/problem+json'])
    })
    expect(failures).toHaveLength(1)
  })
})

test('an upstream that answers without reading to the end is passed on', async () => {
  const answer =
    'HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'
  await using raw = await startRaw((socket) => void socket.write(answer))
  await using proxy = await startProxy({ upstream: raw.url })
  const { hostname, port } = new URL(proxy.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(`POST ${balancePath} HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n`)
  const chunk = Buffer.alloc(1_000_000, 0x20)
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', write)
  write()
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/)
  socket.destroy()
})

test.for([
  ['before the answer', () => {}],
  ['in the middle of the answer', stallHalfWay],
] as const)('a client that leaves %s ends the request to the upstream, and is no failure', async ([, onData]) => {
  let arrive = () => {}
  let leave = () => {}
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const left = new Promise<void>((resolve) => {
    leave = resolve
  })
  await using raw = await startRaw((socket) => {
    socket.on('close', leave)
    onData(socket)
    arrive()
  })
  const failures = await failuresOf({ upstream: raw.url }, async (url) => {
    const controller = new AbortController()
    const call = fetch(`${url}${balancePath}`, {
      method: 'POST',
      headers: { 'X-Client-Id': 'a', 'X-Client-Secret': 'b', 'Content-Type': 'application/json' },
      body: '{"authToken":"x","type":"coinbase"}',
      signal: controller.signal,
    })
    await arrived
    if (onData === stallHalfWay) await call
    controller.abort()
    await expect(call.then((response) => response.text())).rejects.toThrow()
    await left
    // What the proxy makes of it comes some turns of the event loop later.
    for (let turn = 0; turn < 10; turn += 1) await setImmediate()
  })
  expect(failures).toEqual([])
})

test('a client that leaves while it writes does no harm', async () => {
  await using upstream = await startUpstream(answering({}))
  await using proxy = await startProxy({ upstream: upstream.url })
  const { hostname, port } = new URL(proxy.url)
  const socket = connect(Number(port), hostname)
  socket.write(`POST ${balancePath} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{`)
  await once(socket, 'connect')
  socket.resetAndDestroy()
  expect((await send(proxy.url)).status).toBe(200)
  expect(upstream.received).toHaveLength(1)
})
