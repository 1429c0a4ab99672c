import { document } from '@mesh-balance/openapi'
import { expect, test } from 'vitest'
import { type ProxiedRequest, type ProxyViolation, startMockServer, startProxy } from '../../src/index.js'
import { balancePath, send, validBody } from '../mesh-request.js'
import { answering, startUpstream } from './upstream.js'

const nowhere = 'http://127.0.0.1:9'

test('listens on a free port of this machine, and closes', async () => {
  await using upstream = await startUpstream(answering({}))
  let url: string
  {
    await using proxy = await startProxy({ upstream: upstream.url })
    url = proxy.url
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await send(url)).status).toBe(200)
    await Promise.all([proxy.close(), proxy.close()])
  }
  await expect(send(url)).rejects.toThrow('fetch failed')
})

test('close() ends an exchange that the upstream does not', async () => {
  let arrive = () => {}
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  await using upstream = await startUpstream(() => arrive())
  const proxy = await startProxy({ upstream: upstream.url })
  const call = send(proxy.url)
  call.catch(() => {})
  await arrived
  await proxy.close()
  await expect(call).rejects.toThrow('fetch failed')
})

test('stands in front of the mock', async () => {
  await using mock = await startMockServer()
  await using proxy = await startProxy({ upstream: new URL(mock.url) })
  expect((await send(proxy.url)).status).toBe(200)
  mock.use('locked')
  expect((await send(proxy.url)).status).toBe(423)
  expect(proxy.violations).toEqual([])
})

test('takes another document, and does not change it', async () => {
  await using upstream = await startUpstream(answering('"no number"'))
  const given = {
    openapi: '3.1.0',
    info: { title: 'Ping', version: '1' },
    paths: {
      '/ping': {
        get: { responses: { 200: { description: 'x', content: { 'application/json': { schema: { type: 'number' } } } } } },
      },
    },
  }
  const before = JSON.stringify(given)
  await using proxy = await startProxy({ upstream: upstream.url, document: given })
  await (await send(proxy.url, { method: 'GET', path: '/ping', headers: {}, body: null })).text()
  expect(proxy.violations).toMatchObject([{ path: '/ping', code: 'type' }])
  expect(JSON.stringify(given)).toBe(before)
  await using _ = await startProxy({ upstream: upstream.url, document })
})

test('tells of a violation once, and counts', async () => {
  const told: ProxyViolation[] = []
  const handled: ProxiedRequest[] = []
  await using upstream = await startUpstream()
  await using proxy = await startProxy({
    upstream: upstream.url,
    onViolation: (violation) => told.push({ ...violation }),
    onRequest: (request) => handled.push(request),
  })
  const call = async (answer: unknown, httpStatus = 200) => {
    upstream.answer = answering(answer, httpStatus)
    await (await send(proxy.url, { path: `${balancePath}?a=1` })).text()
  }
  await call({ content: { balances: [{}, { cash: 'x' }, { cash: 'x' }] } })
  await call({ content: { balances: [{ cash: 'x' }] } })
  await call({ status: 'paused' }, 409)
  await call({ status: 'paused' }, 404)
  const place = { method: 'POST', path: balancePath }
  const status = {
    ...place,
    location: ['response', 'body', 'status'],
    code: 'enum',
    message: 'must be equal to one of the allowed values',
  }
  expect(told).toEqual([
    {
      ...place,
      httpStatus: 200,
      location: ['response', 'body', 'content', 'balances', '1', 'cash'],
      code: 'type',
      message: 'must be number,null',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      count: 1,
    },
    { ...status, httpStatus: 409, at: expect.any(String), count: 1 },
    { ...status, httpStatus: 404, at: expect.any(String), count: 1 },
  ])
  expect(proxy.violations.map(({ count }) => count)).toEqual([2, 1, 1])
  expect(handled).toEqual([200, 200, 409, 404].map((httpStatus) => ({ ...place, httpStatus })))
})

test('keeps the first 1,000 violations', async () => {
  await using upstream = await startUpstream(answering({}))
  await using proxy = await startProxy({ upstream: upstream.url, errors: true })
  for (let number = 0; number < 1010; number += 1) {
    await (await fetch(`${proxy.url}/nope/${number}`)).arrayBuffer()
  }
  expect(proxy.violations).toHaveLength(1000)
})

test('errors: says what is wrong in a problem', async () => {
  await using upstream = await startUpstream(answering({ status: 5 }))
  await using proxy = await startProxy({ upstream: upstream.url, errors: true })
  const refused = await send(proxy.url, { body: JSON.stringify({ ...validBody, authToken: '' }) })
  expect([refused.status, refused.headers.get('content-type')]).toEqual([422, 'application/problem+json'])
  expect(await refused.json()).toEqual({
    type: 'about:blank',
    title: 'The request violates the document',
    status: 422,
    detail: 'body.authToken: must NOT have fewer than 1 characters (minLength)',
    violations: [{ location: ['body', 'authToken'], code: 'minLength', message: 'must NOT have fewer than 1 characters' }],
  })
  const heldBack = await send(proxy.url)
  expect(heldBack.status).toBe(502)
  expect(await heldBack.json()).toMatchObject({
    title: 'The response violates the document',
    violations: [{ location: ['body', 'status'], code: 'type' }],
  })
})

test.for([
  ['text that is no URL', 'example.com', 'The upstream is not a URL. Give it as a URL, such as https://api.example.com'],
  ['nothing', undefined, 'The upstream is not a URL'],
  ['another protocol', 'ftp://example.com', 'The upstream ftp://example.com/ is not of http: or https:'],
  ['a query', 'https://example.com/?a=1', 'The upstream has a query or a fragment'],
  ['credentials', 'https://me:hush@example.com', 'The upstream carries credentials. Leave them out'],
] as const)('an upstream of %s is an error', async ([, upstream, message]) => {
  const error: unknown = await startProxy({ upstream: upstream as string }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ name: 'MockServerError', code: 'invalid-option', message: expect.stringContaining(message) })
  expect(String(error)).not.toContain('hush')
})

test.for([0, -1, 1.5, Number.NaN, 2 ** 31])('the timeout %d is an error', async (timeout) => {
  await expect(startProxy({ upstream: nowhere, timeout })).rejects.toMatchObject({ code: 'invalid-option' })
})

test('an upstream that is the proxy itself is an error', async () => {
  await using taken = await startProxy({ upstream: nowhere })
  const { port } = new URL(taken.url)
  await taken.close()
  const own = startProxy({ upstream: `http://localhost:${port}`, port: Number(port) })
  await expect(own).rejects.toMatchObject({ code: 'invalid-option', message: expect.stringContaining('is the proxy itself') })
})

test('a port in use, a host that is none and a document that is none are errors', async () => {
  await using mock = await startMockServer()
  const port = Number(new URL(mock.url).port)
  await expect(startProxy({ upstream: nowhere, port })).rejects.toMatchObject({ code: 'address-unavailable' })
  await expect(startProxy({ upstream: nowhere, host: '' })).rejects.toMatchObject({ code: 'invalid-option' })
  await expect(startProxy({ upstream: nowhere, document: 'absent.yaml' })).rejects.toMatchObject({ code: 'invalid-document' })
})
