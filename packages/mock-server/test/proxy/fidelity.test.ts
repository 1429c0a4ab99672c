import { once } from 'node:events'
import { connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startProxy, type ValidatingProxy } from '../../src/index.js'
import { balancePath, credentials, json, send, validBody } from '../mesh-request.js'
import { rawRequest } from './raw-request.js'
import { answering, type FakeUpstream, startUpstream } from './upstream.js'

let upstream: FakeUpstream
let proxy: ValidatingProxy
let strict: ValidatingProxy
beforeAll(async () => {
  upstream = await startUpstream()
  proxy = await startProxy({ upstream: `${upstream.url}/base/` })
  strict = await startProxy({ upstream: upstream.url, errors: true })
})
afterAll(async () => {
  await Promise.all([proxy.close(), strict.close()])
  await upstream[Symbol.asyncDispose]()
})
beforeEach(() => {
  upstream.received.length = 0
})

describe('a request arrives as it was sent', () => {
  test('target, repeated headers and the case of their names', async () => {
    upstream.answer = answering({})
    const target = '/a//b/../%7e/%C3%A4?q=%20+&q=2&empty='
    await rawRequest(proxy.url, { target, headers: ['X-One', '1', 'x-ONE', '2', 'Accept-Encoding', 'rot13'] })
    const [request] = upstream.received
    expect(request?.target).toBe(`/base${target}`)
    expect(request?.rawHeaders).toEqual([
      ...['Host', new URL(upstream.url).host, 'X-One', '1', 'x-ONE', '2', 'Accept-Encoding', 'rot13'],
      ...['Connection', 'keep-alive'],
    ])
  })

  test('without the headers of the one connection', async () => {
    upstream.answer = answering({})
    const hop = [
      'Connection',
      'close, X-Hop',
      'X-Hop',
      '1',
      'Keep-Alive',
      'timeout=9',
      'TE',
      'trailers',
      'Proxy-Authorization',
      'x',
    ]
    await rawRequest(proxy.url, { target: '/', headers: [...hop, 'X-Kept', '1'] })
    expect(upstream.received[0]?.rawHeaders.slice(2)).toEqual(['X-Kept', '1', 'Connection', 'keep-alive'])
  })

  test.for([
    ['an absolute target', 'http://elsewhere.example/a?b=1', '/base/a?b=1'],
    ['a target that looks like a host', '//elsewhere.example/a', '/base//elsewhere.example/a'],
    ['a host alone', 'http://elsewhere.example', '/base/'],
  ])('%s goes to the upstream', async ([, target = '', expected]) => {
    upstream.answer = answering({})
    await rawRequest(proxy.url, { target })
    expect(upstream.received.map((request) => request.target)).toEqual([expected])
  })

  test('the bytes of a body, spaces and digits included', async () => {
    upstream.answer = answering({})
    const body = `{ "authToken" :"x",  "type":"coinbase", "n":1.10000000000000000001e400 }\n`
    await send(proxy.url, { body })
    expect(upstream.received[0]?.body.toString()).toBe(body)
    expect(upstream.received[0]?.headers['content-length']).toBe(String(body.length))
  })

  test('a body in chunks stays one', async () => {
    upstream.answer = answering({})
    await rawRequest(proxy.url, { method: 'DELETE', target: '/', headers: ['Transfer-Encoding', 'chunked'], body: '{}' })
    const [request] = upstream.received
    expect(request?.body.toString()).toBe('{}')
    expect([request?.headers['transfer-encoding'], request?.headers['content-length']]).toEqual(['chunked', undefined])
  })

  test.for([
    ['POST', '0'],
    ['DELETE', undefined],
  ])('a %s without a body has none', async ([method, length]) => {
    upstream.answer = answering({})
    const { hostname, port } = new URL(proxy.url)
    const socket = connect(Number(port), hostname)
    socket.write(`${method} / HTTP/1.1\r\nHost: x\r\n\r\n`)
    await once(socket, 'data')
    socket.destroy()
    const [request] = upstream.received
    expect([request?.headers['transfer-encoding'], request?.headers['content-length']]).toEqual([undefined, length])
  })

  test('a compressed body, which is checked all the same', async () => {
    upstream.answer = answering({})
    const body = new Uint8Array(gzipSync('{"authToken":""}'))
    await send(proxy.url, { headers: { ...credentials, ...json, 'Content-Encoding': 'gzip' }, body })
    expect(new Uint8Array(upstream.received[0]?.body ?? [])).toEqual(body)
    expect(proxy.violations).toContainEqual(
      expect.objectContaining({ location: ['request', 'body', 'authToken'], code: 'minLength' }),
    )
  })

  test('a body that is too large to be checked', async () => {
    upstream.answer = answering({})
    const body = new Uint8Array(30_000_000).fill(0x20)
    const response = await send(proxy.url, { body })
    expect(response.status).toBe(200)
    expect(upstream.received[0]?.body.equals(body)).toBe(true)
    expect(proxy.violations).toContainEqual(expect.objectContaining({ location: ['request', 'body'], code: 'too-large' }))
    expect((await send(strict.url, { body })).status).toBe(422)
  })
})

describe.each([
  ['while it comes', () => proxy],
  ['with --errors', () => strict],
] as const)('an answer arrives as it was sent, %s', (_, through) => {
  const request = { method: 'POST', target: balancePath, headers: [...Object.entries({ ...credentials, ...json })].flat() }
  const body = JSON.stringify(validBody)

  test('HTTP status, its text, repeated headers and the case of their names', async () => {
    const headers = ['content-TYPE', 'application/json', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Content-Length', '2']
    upstream.answer = (response) => {
      response.sendDate = false
      response.writeHead(200, 'Quite Fine', [...headers, 'Connection', 'X-Hop', 'X-Hop', '1', 'Keep-Alive', 'timeout=77'])
      response.end('{}')
    }
    const answer = await rawRequest(through().url, { ...request, body })
    expect([answer.httpStatus, answer.statusMessage, answer.body.toString()]).toEqual([200, 'Quite Fine', '{}'])
    expect(answer.rawHeaders).toEqual([...headers, 'Connection', 'close'])
  })

  test('amounts with all their digits, and spaces', async () => {
    const text = '{ "content": {"totalCashUsdValue": 9007199254740993.10, "totalBuyingPowerUsdValue":1e2}}\n'
    upstream.answer = answering(text)
    expect((await rawRequest(through().url, { ...request, body })).body.toString()).toBe(text)
  })

  test.for([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
  ] as const)('compressed by %s, and checked', async ([encoding, compress]) => {
    const valid = compress('{"status":"ok"}')
    upstream.answer = answering(valid, 200, { 'Content-Encoding': encoding })
    await using other = await startProxy({ upstream: upstream.url, errors: through() === strict })
    const answer = await rawRequest(other.url, { ...request, body })
    expect(answer.body.equals(valid)).toBe(true)
    expect(other.violations).toEqual([])
    upstream.answer = answering(compress('{"status":"paused"}'), 200, { 'Content-Encoding': encoding })
    await rawRequest(other.url, { ...request, body })
    expect(other.violations).toMatchObject([{ location: ['response', 'body', 'status'], code: 'enum' }])
  })

  test.for([204, 304])('HTTP status %i, which has no body', async (httpStatus) => {
    upstream.answer = (response) => void response.writeHead(httpStatus, { ETag: '"x"' }).end()
    await using other = await startProxy({
      upstream: upstream.url,
      errors: through() === strict,
      document: {
        openapi: '3.1.0',
        info: { title: 'Empty', version: '1' },
        paths: {
          '/a': {
            get: {
              responses: { default: { description: 'x', content: { 'application/json': { schema: { type: 'object' } } } } },
            },
          },
        },
      },
    })
    const answer = await rawRequest(other.url, { target: '/a' })
    expect([answer.httpStatus, answer.body.length]).toEqual([httpStatus, 0])
    expect(answer.rawHeaders.slice(0, 2)).toEqual(['ETag', '"x"'])
    expect(answer.rawHeaders.map((name) => name.toLowerCase())).not.toContain('transfer-encoding')
    expect(other.violations).toEqual([])
  })

  test('a redirect, which is not followed', async () => {
    upstream.answer = answering({}, 307, { Location: 'http://127.0.0.1:9/elsewhere' })
    const answer = await rawRequest(through().url, { ...request, body })
    expect([answer.httpStatus, answer.rawHeaders[answer.rawHeaders.indexOf('Location') + 1]]).toEqual([
      307,
      'http://127.0.0.1:9/elsewhere',
    ])
    expect(upstream.received.length).toBe(1)
  })

  test('without headers that the upstream did not send', async () => {
    upstream.answer = (response) => {
      response.sendDate = false
      response.writeHead(401, ['Content-Length', '0']).end()
    }
    const answer = await rawRequest(through().url, { ...request, body })
    expect(answer.rawHeaders).toEqual(['Content-Length', '0', 'Connection', 'close'])
  })
})

test('HEAD has the headers of the body that is not there', async () => {
  upstream.answer = (response) => void response.writeHead(200, { 'Content-Length': '500' }).end()
  const answer = await rawRequest(proxy.url, { method: 'HEAD', target: '/' })
  expect(answer.rawHeaders.slice(0, 2)).toEqual(['Content-Length', '500'])
})

test('an answer goes out while it comes', async () => {
  let finish = () => {}
  upstream.answer = (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.write('{"status":')
    finish = () => response.end('"paused"}')
  }
  await using other = await startProxy({ upstream: upstream.url })
  const response = await send(other.url)
  const reader = response.body?.getReader()
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('{"status":')
  expect(other.violations).toEqual([])
  finish()
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('"paused"}')
  expect((await reader?.read())?.done).toBe(true)
  expect(other.violations).toHaveLength(1)
})

test('whoever has the last byte of an answer finds its violations told', async () => {
  // Unpacking takes turns of the event loop, in which the bytes could arrive.
  const body = gzipSync('{"status":"paused"}')
  upstream.answer = answering(body, 200, { 'Content-Encoding': 'gzip', 'Content-Length': String(body.length) })
  await using other = await startProxy({ upstream: upstream.url })
  const { hostname, port } = new URL(other.url)
  const socket = connect(Number(port), hostname)
  const request = JSON.stringify(validBody)
  const headers = Object.entries({ ...credentials, ...json, Host: 'x', 'Content-Length': request.length })
  socket.write(`POST ${balancePath} HTTP/1.1\r\n${headers.map((header) => header.join(': ')).join('\r\n')}\r\n\r\n${request}`)
  let received = Buffer.alloc(0)
  while (!received.includes(body)) received = Buffer.concat([received, (await once(socket, 'data'))[0]])
  expect(other.violations).toHaveLength(1)
  socket.destroy()
})

test('a large answer passes, and is told not to be checked', async () => {
  const large = Buffer.alloc(50_000_000, 0x20)
  upstream.answer = answering(large)
  const response = await send(proxy.url)
  expect(Buffer.from(await response.arrayBuffer()).equals(large)).toBe(true)
  expect(proxy.violations).toContainEqual(expect.objectContaining({ location: ['response', 'body'], code: 'too-large' }))
  expect((await send(strict.url)).status).toBe(502)
})

test('what no schema is held against may be of any size, also with --errors', async () => {
  const picture = Buffer.alloc(30_000_000, 1)
  const content = { 'image/*': {} }
  const put = { requestBody: { content }, responses: { 200: { description: 'Fine', content } } }
  const document = { openapi: '3.1.0', info: { title: 'Pictures', version: '1' }, paths: { '/a': { put } } }
  upstream.answer = answering(picture, 200, { 'Content-Type': 'image/png' })
  await using other = await startProxy({ upstream: upstream.url, errors: true, document })
  const response = await send(other.url, { method: 'PUT', path: '/a', headers: { 'Content-Type': 'image/png' }, body: picture })
  expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true)
  expect(upstream.received[0]?.body.equals(picture)).toBe(true)
  expect(other.violations).toEqual([])
})

test('a small answer that unpacks to a large one is not unpacked', async () => {
  await using other = await startProxy({ upstream: upstream.url })
  upstream.answer = answering(gzipSync(Buffer.alloc(50_000_000, 0x20)), 200, { 'Content-Encoding': 'gzip' })
  await (await send(other.url)).arrayBuffer()
  expect(other.violations).toMatchObject([{ location: ['response', 'body'], code: 'too-large' }])
})

test('connections to the upstream are used again', async () => {
  upstream.answer = answering({})
  await using other = await startProxy({ upstream: upstream.url })
  const before = upstream.connections
  for (let call = 0; call < 5; call += 1) await (await send(other.url)).arrayBuffer()
  expect(upstream.connections).toBe(before + 1)
})
