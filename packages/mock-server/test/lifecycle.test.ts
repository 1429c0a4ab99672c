import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { type HandledRequest, startMockServer } from '../src/index.js'
import { balancePath, refusal, send } from './mesh-request.js'

test('listens on a free port of this machine by default', async () => {
  await using mock = await startMockServer()
  expect(mock.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect((await send(mock.url)).status).toBe(200)
})

test('many servers run in one process', async () => {
  const mocks = await Promise.all(Array.from({ length: 5 }, () => startMockServer({ port: 0 })))
  expect(new Set(mocks.map((mock) => mock.url)).size).toBe(5)
  await Promise.all(mocks.map((mock) => mock.close()))
})

test.for([
  ['::1', /^http:\/\/\[::1\]:\d+$/],
  ['::', /^http:\/\/\[::1\]:\d+$/],
  ['0.0.0.0', /^http:\/\/127\.0\.0\.1:\d+$/],
] as const)('the url of host %s can be called', async ([host, url]) => {
  await using mock = await startMockServer({ host })
  expect(mock.url).toMatch(url)
  expect((await send(mock.url)).status).toBe(200)
})

test('close() ends idle and half-written connections, waits, and can be called again', async () => {
  const mock = await startMockServer()
  const { hostname, port } = new URL(mock.url)
  await (await send(mock.url)).text()
  const idle = connect(Number(port), hostname)
  const writing = connect(Number(port), hostname)
  const ended = Promise.all(
    [idle, writing].map((socket) => new Promise((resolve) => socket.on('error', () => {}).on('close', resolve))),
  )
  await Promise.all([idle, writing].map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  writing.write(`POST ${balancePath} HTTP/1.1\r\nHost: mock\r\nContent-Length: 100\r\n\r\n{`)
  await Promise.all([mock.close(), mock.close()])
  await mock.close()
  await ended
  await expect(send(mock.url)).rejects.toThrow('fetch failed')
  await using again = await startMockServer({ port: Number(port) })
  expect(again.url).toBe(mock.url)
})

test('close() with any grace waits for the answers under way', async () => {
  for (const grace of [20_000, Number.POSITIVE_INFINITY]) {
    const mock = await startMockServer({ fault: 'latency=100' })
    const response = send(mock.url)
    while (mock.requests.length === 0) await turn()
    await mock.close({ grace })
    expect((await response).status).toBe(200)
  }
})

test('await using closes', async () => {
  let url: string
  {
    await using mock = await startMockServer()
    url = mock.url
    expect((await send(url)).status).toBe(200)
  }
  await expect(send(url)).rejects.toThrow('fetch failed')
})

test('onRequest hears of every answer, and of nothing secret', async () => {
  const handled: HandledRequest[] = []
  await using mock = await startMockServer({ onRequest: (request) => handled.push(request) })
  await send(mock.url, { path: `${balancePath}?key=secret` })
  await send(mock.url, { body: '{' })
  await send(mock.url, { path: '/no/such/route/in/it' })
  const plain = { method: 'POST', path: balancePath, scenario: undefined, faults: [], milliseconds: expect.any(Number) }
  expect(handled).toEqual([
    { ...plain, httpStatus: 200, violations: [] },
    { ...plain, httpStatus: refusal(422, 400)?.httpStatus, violations: [expect.objectContaining({ code: 'json' })] },
    { ...plain, path: '/no/such/route/in/it', httpStatus: 404, violations: [] },
  ])
  expect(inspect(handled, { depth: null })).not.toContain('secret')
})

test('a port in use is an error that says the way out', async () => {
  await using mock = await startMockServer()
  const port = Number(new URL(mock.url).port)
  const error = await startMockServer({ port }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: 'MockServerError',
    code: 'address-unavailable',
    message: `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another port; 0 takes a free one.`,
  })
  expect((await send(mock.url)).status).toBe(200)
})

test('a host that is not of this machine is an error', async () => {
  await expect(startMockServer({ host: '192.0.2.1' })).rejects.toMatchObject({
    code: 'address-unavailable',
    message: /192\.0\.2\.1/,
  })
})

test.for([-1, 65536, 1.5, Number.NaN])('the port %d is an error', async (port) => {
  await expect(startMockServer({ port })).rejects.toMatchObject({ name: 'MockServerError', code: 'invalid-option' })
})

test.for(['80', null, {}] as unknown[] as number[])('the port %j, which is no number, is an error', async (port) => {
  await expect(startMockServer({ port })).rejects.toMatchObject({ name: 'MockServerError', code: 'invalid-option' })
})

test('a port that is text is told from one that is out of range', async () => {
  const port = '80' as unknown as number
  await expect(startMockServer({ port })).rejects.toThrow('The port "80" is text. Give it as a number, such as 4010')
})

test.for(['', ' ', 5, null] as unknown[] as string[])('the host %j is an error, and not every address', async (host) => {
  await expect(startMockServer({ host })).rejects.toMatchObject({
    name: 'MockServerError',
    code: 'invalid-option',
    message: 'The host is not an address. Give one as text, or leave the option out for 127.0.0.1.',
  })
})

test('options that are none are an error', async () => {
  for (const options of [null, 5] as unknown[] as object[]) {
    await expect(startMockServer(options)).rejects.toMatchObject({
      name: 'MockServerError',
      code: 'invalid-option',
      message: 'The options are not an object. Give one, or nothing.',
    })
  }
})
