import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMockFetch, type MockFetch, type MockServer, startMockServer } from '../src/index.js'
import { balancePath, credentials, json, namedExamples, send, validBody } from './mesh-request.js'

let server: MockServer
let mockFetch: MockFetch
beforeAll(async () => {
  server = await startMockServer({ scenario: 'conflict' })
  mockFetch = await createMockFetch({ scenario: 'conflict' })
})
beforeEach(() => {
  server.reset()
  mockFetch.reset()
})
afterAll(() => server.close())

const call = (body: unknown = validBody, headers: Record<string, string> = {}) =>
  mockFetch(`https://mesh.example${balancePath}?a=1`, {
    method: 'POST',
    headers: { ...credentials, ...json, ...headers },
    body: JSON.stringify(body),
  })
const statusOf = async (...args: Parameters<typeof call>) => (await call(...args)).status

describe('use() with times', () => {
  test('counts the answers that got the scenario, and goes back to what was there', async () => {
    mockFetch.use('locked', { times: 2 })
    const statuses = [
      await statusOf(),
      await statusOf({ ...validBody, authToken: '' }),
      await statusOf(validBody, { Prefer: 'example=not-found' }),
      await statusOf(),
      await statusOf(),
      await statusOf(),
    ]
    expect(statuses).toEqual([423, 400, 404, 423, 409, 409])
  })

  test('begins anew with the next use(), and ends with reset()', async () => {
    mockFetch.use('locked', { times: 1 })
    mockFetch.use('not-found')
    expect([await statusOf(), await statusOf()]).toEqual([404, 404])
    mockFetch.use('locked', { times: 5 })
    mockFetch.reset()
    expect(await statusOf()).toBe(409)
  })

  test.each([0, -1, 1.5, Number.NaN])('refuses %s', (times) =>
    expect(() => mockFetch.use('locked', { times })).toThrow(`times is ${times}. Give a whole number above 0`),
  )
})

describe('a scenario in the body of the request', () => {
  test.each(namedExamples.map(({ name, httpStatus }) => [name, httpStatus] as const))('%s', async (name, httpStatus) => {
    expect(await statusOf({ ...validBody, authToken: `scenario:${name}` })).toBe(httpStatus)
  })

  test('that is unknown is a 400 that lists the known ones', async () => {
    const response = await call({ ...validBody, authToken: 'scenario:nope' })
    const { detail } = (await response.json()) as { detail: string }
    expect([response.status, detail]).toEqual([400, expect.stringMatching(/There is no scenario "nope"\. Known are: .*locked/)])
  })

  test('wins over use(), and a header over it', async () => {
    mockFetch.use('not-found')
    const body = { ...validBody, authToken: 'scenario:locked' }
    expect([await statusOf(body), await statusOf(body, { Prefer: 'example=permission-denied' })]).toEqual([423, 403])
  })

  test('does not make an invalid request a valid one', async () =>
    expect(await statusOf({ authToken: 'scenario:multi-currency', type: 'nowhere' })).toBe(400))
})

describe('requests', () => {
  test('are what arrived, with secrets replaced and what is wrong with them', async () => {
    await call({ ...validBody, authToken: 'very-secret-token' }, { 'X-Trace': 't1', Authorization: 'Bearer very-secret' })
    await call({ type: validBody.type })
    expect(mockFetch.requests).toEqual([
      {
        method: 'POST',
        path: balancePath,
        headers: {
          accept: '*/*',
          'content-type': 'application/json',
          'x-client-id': '[redacted]',
          'x-client-secret': '[redacted]',
          'x-trace': 't1',
          authorization: '[redacted]',
        },
        body: { ...validBody, authToken: '[redacted]' },
        httpStatus: 409,
        scenario: 'conflict',
        faults: [],
        violations: [],
      },
      expect.objectContaining({
        body: { type: validBody.type },
        httpStatus: 400,
        scenario: undefined,
        violations: [expect.objectContaining({ location: ['request', 'body'], code: 'required' })],
      }),
    ])
    expect(inspect(mockFetch.requests, { depth: null })).not.toMatch(/very-secret|example-secret/)
  })

  test('hold those that could not be read, without their text', async () => {
    await mockFetch(`https://mesh.example${balancePath}`, {
      method: 'POST',
      headers: { ...credentials, ...json },
      body: '{"authToken":"very-secret',
    })
    await mockFetch(`https://mesh.example${balancePath}`, { method: 'POST', headers: credentials, body: 'authToken=very-secret' })
    await mockFetch('https://mesh.example/elsewhere', { method: 'PUT' })
    expect(mockFetch.requests.map(({ method, path, httpStatus }) => [method, path, httpStatus])).toEqual([
      ['POST', balancePath, 400],
      ['POST', balancePath, 400],
      ['PUT', '/elsewhere', 404],
    ])
    expect(inspect(mockFetch.requests, { depth: null })).not.toContain('very-secret')
  })

  test('are kept by a server as well, and forgotten by reset()', async () => {
    await send(server.url)
    expect(server.requests).toMatchObject([{ path: balancePath, httpStatus: 409, scenario: 'conflict', violations: [] }])
    server.reset()
    expect(server.requests).toEqual([])
  })

  test('are the latest thousand', async () => {
    for (let number = 0; number < 1002; number++) await call(validBody, { 'X-Number': String(number) })
    expect(mockFetch.requests).toHaveLength(1000)
    expect(mockFetch.requests[0]?.headers['x-number']).toBe('2')
  })
})
