import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { Agent, ProxyAgent } from 'undici'
import { describe, expect, test } from 'vitest'
import * as mesh from '../src/index.js'
import { type UndiciTransportOptions, undiciTransport } from '../src/undici.js'
import { failureOf } from './support/failure-of.js'
import { ok, okBody, serveFaults } from './support/fault-server.js'
import { authToken, clientId, clientSecret } from './support/secrets.js'
import { json, serve } from './support/serve.js'

// What is special to this transport; all other tests of sockets run on it as well (vitest.config.ts).

const account = { authToken, type: 'coinbase' } as const
const content = JSON.parse(okBody).content
const clientOf = (baseUrl: string, transport: mesh.Transport, options: mesh.MeshClientOptions = {}) =>
  mesh.createMeshClient({ clientId, clientSecret, baseUrl, transport, retry: false, ...options })

const requestTo = (url: string, signal: AbortSignal = new AbortController().signal): mesh.TransportRequest => ({
  method: 'GET',
  url: `${url}/`,
  headers: {},
  body: null,
  signal,
})

/** A server that answers right, and counts its connections. */
const serveCounted = async (delay = 0) => {
  let connections = 0
  let most = 0
  let open = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => setTimeout(() => response.end(okBody), delay))
  }).on('connection', (socket) => {
    connections += 1
    open += 1
    most = Math.max(most, open)
    socket.on('close', () => {
      open -= 1
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections
    },
    get most() {
      return most
    },
    get open() {
      return open
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe('connections', () => {
  test('are kept open from call to call', async () => {
    await using server = await serveCounted()
    await using transport = undiciTransport()
    const client = clientOf(server.url, transport)
    for (let call = 0; call < 10; call++) await client.getBalance(account)
    // A connection is free again a moment after its call has ended.
    expect(server.connections).toBeLessThanOrEqual(2)
  })

  test('are no more than there may be; further calls wait', async () => {
    await using server = await serveCounted(5)
    await using transport = undiciTransport({ connections: 2 })
    const client = clientOf(server.url, transport)
    const results = await Promise.all(Array.from({ length: 10 }, () => client.getBalance(account)))
    expect(results).toHaveLength(10)
    expect(server.most).toBe(2)
  })

  test('that a call waits for do not hold it beyond its timeout, and it is not sent later', async () => {
    let requests = 0
    await using server = await serveFaults((socket, number) => {
      requests = number
      if (number > 1) ok(socket, number)
    })
    await using transport = undiciTransport({ connections: 1 })
    const client = clientOf(server.url, transport)
    const first = failureOf(client.getBalance(account, { timeout: 60 }))
    const second = failureOf(client.getBalance(account, { timeout: 20 }))
    expect([(await second).name, (await first).name]).toEqual(['MeshTimeoutError', 'MeshTimeoutError'])
    expect(await client.getBalance(account)).toEqual(content)
    expect(requests).toBe(2)
  })

  test('end with the transport, after the calls under way; a later call fails', async () => {
    await using server = await serveCounted(10)
    const transport = undiciTransport()
    const client = clientOf(server.url, transport)
    const underWay = client.getBalance(account)
    await new Promise((resolve) => setTimeout(resolve, 1))
    await transport.close()
    expect(await underWay).toEqual(content)
    await expect.poll(() => server.open).toBe(0)
    expect(await failureOf(client.getBalance(account))).toMatchObject({
      name: 'MeshConnectionError',
      cause: { message: 'The transport is closed.' },
    })
    await transport[Symbol.asyncDispose]()
    await transport.close()
  })

  test('may be those of a dispatcher, which is left open', async () => {
    await using server = await serveCounted()
    const dispatcher = new Agent()
    const transport = undiciTransport({ dispatcher })
    expect(await clientOf(server.url, transport).getBalance(account)).toEqual(content)
    await transport.close()
    expect(dispatcher.closed).toBe(false)
    await dispatcher.close()
  })

  test('may go through a proxy', async () => {
    await using server = await serveCounted()
    const targets: string[] = []
    const proxy = createServer().on('connect', (request, socket) => {
      targets.push(`http://${request.url}`)
      const { hostname, port } = new URL(server.url)
      const upstream = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        socket.pipe(upstream).pipe(socket)
      })
      socket.on('error', () => upstream.destroy())
      upstream.on('error', () => socket.destroy())
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const dispatcher = new ProxyAgent({
      uri: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      proxyTunnel: true,
    })
    expect(await clientOf(server.url, undiciTransport({ dispatcher })).getBalance(account)).toEqual(content)
    expect(targets).toEqual([server.url])
    await dispatcher.close()
    proxy.close()
  })

  test('are not used for a call that has ended before it was sent', async () => {
    await using server = await serveCounted()
    await using transport = undiciTransport()
    await expect(transport(requestTo(server.url, AbortSignal.abort(new Error('too late'))))).rejects.toThrow('too late')
    expect(server.connections).toBe(0)
  })

  test('outlive a signal that aborts after the answer', async () => {
    await using server = await serveCounted()
    await using transport = undiciTransport({ connections: 1 })
    for (let call = 0; call < 3; call++) {
      const controller = new AbortController()
      const { body } = await transport(requestTo(server.url, controller.signal))
      const reader = body?.getReader()
      while ((await reader?.read())?.value);
      controller.abort()
      await reader?.cancel()
    }
    expect([server.connections, server.open]).toEqual([1, 1])
  })

  test('of two origins do not mix', async () => {
    await using one = await serveCounted()
    await using other = await serveCounted()
    await using transport = undiciTransport()
    for (const { url } of [one, other, one]) expect(await clientOf(url, transport).getBalance(account)).toEqual(content)
    expect([one.connections > 0, other.connections]).toEqual([true, 1])
  })
})

test.each([['connections'], ['keepAliveTimeout'], ['connectTimeout']] as [keyof UndiciTransportOptions][])(
  'the option %s must be a whole number above 0',
  (name) => {
    for (const value of [0, -1, 1.5, Number.NaN, '7']) {
      expect(() => undiciTransport({ [name]: value as never })).toThrow(`${name} must be a whole number above 0.`)
    }
  },
)

describe('a body', () => {
  const answerOf = async (bytes: Buffer, headers: Record<string, string>) => {
    await using server = await serve((response) => response.writeHead(200, headers).end(bytes))
    await using transport = undiciTransport()
    return await clientOf(server.url, transport).getBalance(account)
  }

  test.each<[string, Buffer]>([
    ['gzip', gzipSync(okBody)],
    ['X-Gzip', gzipSync(okBody)],
    ['deflate', deflateSync(okBody)],
    ['br', brotliCompressSync(okBody)],
    // As some servers do.
    ['gzip', gzipSync(okBody).subarray(0, -8)],
  ])('that comes packed with %s is unpacked', async (encoding, bytes) => {
    expect(await answerOf(bytes, { 'content-encoding': encoding })).toEqual(content)
  })

  test('that comes packed several times is unpacked, as often as fetch does it', async () => {
    const packed = (times: number) =>
      Array.from({ length: times }).reduce<Buffer>((bytes) => gzipSync(bytes), Buffer.from(okBody))
    const twice = { 'content-encoding': 'gzip, BR' }
    expect(await answerOf(brotliCompressSync(gzipSync(okBody)), twice)).toEqual(content)
    for (const times of [5, 6]) {
      const answer = answerOf(packed(times), { 'content-encoding': Array(times).fill('gzip').join() })
      if (times === 5) expect(await answer).toEqual(content)
      else await expect(answer).rejects.toThrow('a body that is not UTF-8')
    }
    await expect(answerOf(packed(1), { 'content-encoding': 'rot13, gzip' })).rejects.toThrow('a body that is not UTF-8')
  })

  test('that is not there need not be unpacked', async () => {
    await expect(answerOf(Buffer.alloc(0), { 'content-encoding': 'gzip' })).rejects.toThrow('an empty body')
  })

  test('that a reader leaves half-way ends with its connection; the next call has another', async () => {
    await using server = await serveFaults((socket, number) => {
      if (number > 1) ok(socket, number)
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')
    })
    await using transport = undiciTransport({ connections: 1 })
    const { body } = await transport(requestTo(server.url))
    const reader = body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('half')
    await reader?.cancel()
    await expect(reader?.read()).rejects.toThrow('Nobody reads the body.')
    expect(await clientOf(server.url, transport).getBalance(account)).toEqual(content)
    expect(server.connections).toBe(1)
  })

  test('in an encoding that is not known is told as what it is', async () => {
    await expect(answerOf(gzipSync(okBody), { 'content-encoding': 'rot13' })).rejects.toThrow('a body that is not UTF-8')
  })

  test('is asked for as it is, unless the caller wants it packed', async () => {
    await using server = await serve((response) => json(response, { status: 'ok', content }))
    await using transport = undiciTransport()
    const client = clientOf(server.url, transport)
    await client.getBalance(account)
    await client.getBalance(account, { headers: { 'accept-encoding': 'br' } })
    expect(server.received.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity', 'br'])
  })

  test('that is larger than it may be is not read on', async () => {
    await using server = await serveFaults((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const write = () => {
        while (!socket.destroyed && socket.write(`10000\r\n${' '.repeat(0x10000)}\r\n`));
      }
      socket.on('drain', write)
      write()
    })
    await using transport = undiciTransport()
    const failure = await failureOf(clientOf(server.url, transport, { maxResponseBytes: 1000 }).getBalance(account))
    expect(failure.message).toContain('a body of more than 1000 bytes')
    await expect.poll(() => server.connections).toBe(0)
  })

  test.each([
    ['as it is', {}, (bytes: Buffer) => bytes],
    ['packed', { 'content-encoding': 'gzip' }, (bytes: Buffer) => gzipSync(bytes)],
  ])('of many chunks that comes %s is in order and whole for a slow reader', async (_, headers, pack) => {
    const bytes = Buffer.from(Array.from({ length: 400_000 }, (_, index) => `${index} ${Math.random()}`).join())
    await using server = await serve((response) => response.writeHead(200, headers).end(pack(bytes)))
    await using transport = undiciTransport()
    const { body } = await transport(requestTo(server.url))
    const reader = body?.getReader()
    const chunks: Uint8Array[] = []
    for (;;) {
      const { value } = (await reader?.read()) ?? {}
      if (!value) break
      chunks.push(value)
      // The network is ahead by as much as it may be.
      if (chunks.length < 5) await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
  })

  test('waits for a reader that is slower than the network', async () => {
    let sent = 0
    await using server = await serveFaults((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const write = () => {
        while (!socket.destroyed && socket.write(`10000\r\n${' '.repeat(0x10000)}\r\n`)) sent += 0x10000
      }
      socket.on('drain', write)
      write()
    })
    await using transport = undiciTransport()
    const controller = new AbortController()
    const { body } = await transport(requestTo(server.url, controller.signal))
    const reader = body?.getReader()
    let settled = -1
    while (settled !== sent) {
      settled = sent
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    let read = 0
    while (read <= settled) read += (await reader?.read())?.value?.byteLength ?? 0
    expect(read).toBeGreaterThan(settled)
    controller.abort(new Error('enough'))
    await expect(
      (async () => {
        while ((await reader?.read())?.value);
      })(),
    ).rejects.toThrow('enough')
  })
})

test('headers that come several times are all there', async () => {
  await using server = await serve((response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.setHeader('x-request-id', ['r1', 'r2'])
    json(response, { status: 'locked' }, 423)
  })
  await using transport = undiciTransport()
  const seen: [string, string][] = []
  const middleware: mesh.Middleware[] = [
    async (request, next) => {
      const response = await next(request)
      seen.push(...response.headers)
      return response
    },
  ]
  const failure = await failureOf(clientOf(server.url, transport, { middleware }).getBalance(account))
  expect(failure).toMatchObject({ name: 'LockedError', requestId: 'r1, r2' })
  expect(seen.filter(([name]) => name === 'set-cookie')).toEqual([
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ])
})
