import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { Agent } from 'undici'
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
    const { body } = await transport({ method: 'GET', url: `${server.url}/`, headers: {}, body: null, signal: controller.signal })
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
