import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMockFetch, type MockFetch, type MockServer, startMockServer } from '../src/index.js'
import { balancePath, credentials, json, namedExamples, validBody } from './mesh-request.js'

let server: MockServer
let mockFetch: MockFetch
beforeAll(async () => {
  server = await startMockServer()
  mockFetch = await createMockFetch()
})
afterAll(() => server.close())

const valid: RequestInit = { method: 'POST', headers: { ...credentials, ...json }, body: JSON.stringify(validBody) }

/** What an answer is, but for what only a connection has. */
const read = async (response: Response) => {
  const { connection, date, 'keep-alive': keepAlive, ...headers } = Object.fromEntries(response.headers)
  const own = Object.entries(headers).filter(([name]) => !name.startsWith('access-control-'))
  return { status: response.status, headers: Object.fromEntries(own), body: await response.text() }
}

const bothWays = async (path: string, init: RequestInit) => [
  await read(await mockFetch(`https://mesh.example${path}`, init)),
  await read(await fetch(`${server.url}${path}`, init)),
]

describe('with and without a socket, the answer is the same to the byte', () => {
  test.each(namedExamples.map(({ name }) => name))('%s', async (name) => {
    mockFetch.use(name)
    server.use(name)
    const [without, withSocket] = await bothWays(balancePath, valid)
    expect(without).toEqual(withSocket)
    mockFetch.reset()
    server.reset()
  })

  test.each<[string, string, RequestInit]>([
    ['no scenario', balancePath, valid],
    ['a scenario of the request', balancePath, { ...valid, headers: { ...credentials, ...json, Prefer: 'example=locked' } }],
    ['no credentials', balancePath, { ...valid, headers: json }],
    ['malformed JSON', balancePath, { ...valid, body: '{"authToken":' }],
    ['no body', balancePath, { method: 'POST', headers: { ...credentials, ...json } }],
    ['another content type', balancePath, { ...valid, headers: { ...credentials, 'Content-Type': 'text/plain' } }],
    ['an unknown type', balancePath, { ...valid, body: JSON.stringify({ ...validBody, type: 'nowhere' }) }],
    ['an unknown route', '/elsewhere', valid],
    ['a wrong method', balancePath, { headers: credentials }],
    ['an unknown scenario', `${balancePath}?__example=nope`, valid],
  ])('%s', async (_, path, init) => {
    const [without, withSocket] = await bothWays(path, init)
    expect(without).toEqual(withSocket)
  })
})

test('HEAD and an answer without a body are the same as well', async () => {
  const content = { 'application/json': { examples: { one: { value: [1] } } } }
  const document = {
    openapi: '3.1.0',
    info: { title: 'x', version: '1' },
    paths: {
      '/a': {
        head: { responses: { 200: { description: 'fine', content } } },
        delete: { responses: { 204: { description: 'gone' } } },
      },
    },
  }
  const without = await createMockFetch({ document, scenario: 'one' })
  await using withSocket = await startMockServer({ document, scenario: 'one' })
  for (const method of ['HEAD', 'DELETE']) {
    const answer = await read(await without('https://mesh.example/a', { method }))
    expect(answer).toEqual(await read(await fetch(`${withSocket.url}/a`, { method })))
    expect(answer.body).toBe('')
  }
})

describe('as a fetch', () => {
  test('it takes what fetch takes: a Request, a URL, options', async () => {
    const url = new URL(balancePath, 'https://mesh.example')
    for (const response of [
      await mockFetch(url, valid),
      await mockFetch(new Request(url, valid)),
      await mockFetch(url.href, valid),
    ]) {
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual(namedExamples[0]?.value)
    }
  })

  test('it rejects with the reason of a signal', async () => {
    const reason = new Error('enough')
    await expect(mockFetch(`https://mesh.example${balancePath}`, { ...valid, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
  })

  test('it serves another document, with answers that have no body', async () => {
    const document = {
      openapi: '3.1.0',
      info: { title: 'x', version: '1' },
      paths: { '/a': { delete: { responses: { 204: { description: 'gone' } } } } },
    }
    const response = await (await createMockFetch({ document }))('https://mesh.example/a', { method: 'DELETE' })
    expect([response.status, await response.text()]).toEqual([204, ''])
  })
})

test('two of them share nothing', async () => {
  const other = await createMockFetch({ scenario: 'conflict' })
  mockFetch.use('locked')
  const statusOf = async (one: typeof fetch) => (await one(`https://mesh.example${balancePath}`, valid)).status
  expect([await statusOf(mockFetch), await statusOf(other)]).toEqual([423, 409])
  mockFetch.reset()
  other.use('not-found')
  other.reset()
  expect([await statusOf(mockFetch), await statusOf(other)]).toEqual([200, 409])
})

test.each([
  [{ scenario: 'nope' }, 'unknown-scenario'],
  [{ document: 'absent.yaml' }, 'invalid-document'],
  [null, 'invalid-option'],
])('%j is refused', async (options, code) => {
  await expect(createMockFetch(options as never)).rejects.toMatchObject({ name: 'MockServerError', code })
})
