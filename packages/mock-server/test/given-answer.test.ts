import { beforeEach, describe, expect, test } from 'vitest'
import { createMockFetch, type MockAnswerOptions, type MockFetch, startMockServer } from '../src/index.js'
import { balancePath, credentials, json, namedExamples, send, validBody } from './mesh-request.js'
import { twoOperations } from './two-operations.js'

let mockFetch: MockFetch
beforeEach(async () => {
  mockFetch = await createMockFetch({ scenario: 'conflict' })
})

const call = (body: unknown = validBody, headers: Record<string, string> = {}) =>
  mockFetch(`https://mesh.example${balancePath}`, {
    method: 'POST',
    headers: { ...credentials, ...json, ...headers },
    body: JSON.stringify(body),
  })

const body = { status: 'ok', content: { balances: [{ currencyCode: 'CHF', cash: 0.1 }] }, somethingNew: true }

test('an answer that the document allows is served as it is given, to valid requests that choose nothing', async () => {
  mockFetch.use({ status: 200, body, headers: { 'X-Request-Id': 'r1' } }, { times: 2 })
  const response = await call()
  expect([response.status, response.headers.get('content-type'), response.headers.get('x-request-id')]).toEqual([
    200,
    'application/json',
    'r1',
  ])
  expect(await response.text()).toBe(JSON.stringify(body))
  expect((await call({})).status).toBe(400)
  expect((await call(validBody, { Prefer: 'example=locked' })).status).toBe(423)
  expect((await call()).status).toBe(200)
  expect((await call()).status).toBe(409)
  expect(mockFetch.requests[0]).toMatchObject({ httpStatus: 200, scenario: undefined, violations: [] })
})

test('it is the same over a socket, and comes with faults', async () => {
  await using mock = await startMockServer()
  mock.use({ status: 503, body: { status: 'serverFailure' }, headers: { 'Retry-After': '7' }, fault: 'latency=1' })
  const response = await send(mock.url)
  expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
    503,
    '7',
    { status: 'serverFailure' },
  ])
  expect(mock.requests[0]).toMatchObject({ faults: ['latency=1'] })
})

test.each(namedExamples.map((example) => [example.name, example] as const))(
  'the document allows its own example %s',
  (_, example) => {
    expect(() => mockFetch.use({ status: example.httpStatus, body: example.value })).not.toThrow()
  },
)

test('where the document says that an answer may be empty, it may', async () => {
  const response = (mark: object) => ({
    description: 'Refused',
    ...mark,
    content: { 'application/json': { schema: { type: 'object' } } },
  })
  const responses = { 401: response({ 'x-may-be-empty': true }), 403: response({}) }
  const document = { openapi: '3.1.0', info: { title: 'Empty', version: '1' }, paths: { '/a': { get: { responses } } } }
  const other = await createMockFetch({ document })
  other.use({ status: 401 })
  const answer = await other('https://mesh.example/a')
  expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([401, '', null])
  expect(() => other.use({ status: 403 })).toThrow('GET /a: The received media type "" does not match')
})

test('a later change of the body that was given changes nothing', async () => {
  const given = structuredClone(body)
  mockFetch.use({ status: 200, body: given })
  given.status = 'locked'
  expect(await (await call()).json()).toEqual(body)
})

describe('what the document does not allow is refused, and what was in use stays', () => {
  const refused: [string, MockAnswerOptions, RegExp][] = [
    ['a wrong value', { status: 200, body: { status: 'fine' } }, /POST \/api\/v1\/balance\/get: body\.status: .*allowed values/],
    ['a wrong type', { status: 200, body: { status: 'ok', content: { balances: [{ cash: '1' }] } } }, /content/],
    ['no body', { status: 200 }, /must be object/],
    ['text', { status: 200, body: 'ok' }, /must be object/],
    ['another content type', { status: 200, body, headers: { 'content-type': 'text/html' } }, /media type/],
    ['a status that is none', { status: 42, body }, /The status 42 is not a number from 200 to 599/],
    ['a status that is text', { status: '200' as unknown as number, body }, /The status "200" is not a number/],
    ['a header that cannot be sent', { status: 200, body, headers: { 'X-A': 'a\nb' } }, /The header "X-A" cannot be sent/],
    ['a length of its own', { status: 200, body, headers: { 'content-length': '3' } }, /"content-length" follows from the body/],
    ['a coding of its own', { status: 200, body, headers: { 'Transfer-Encoding': 'chunked' } }, /follows from the body/],
    ['a body where HTTP has none', { status: 204, body }, /An answer with HTTP status 204 has no body\. Leave the body out/],
    ['a body that is no data', { status: 200, body: { status: 1n } }, /The body is not plain data/],
  ]
  test.each(refused)('%s', async (_, answer, message) => {
    mockFetch.use('locked')
    expect(() => mockFetch.use(answer)).toThrow(
      expect.objectContaining({ name: 'MockServerError', code: 'invalid-answer', message: expect.stringMatching(message) }),
    )
    expect((await call()).status).toBe(423)
  })

  test.each([
    ['nothing', {}, 'use() was given nothing to do. Give a scenario, a status or a fault.'],
    ['both', { scenario: 'locked', status: 200 }, 'use() was given a scenario and a status. Give one of them.'],
    ['a body alone', { body }, 'use() was given nothing to do'],
    ['a scenario and a body', { scenario: 'locked', body }, 'use() was given a body or headers without a status.'],
    ['a fault and headers', { fault: 'reset', headers: { 'Retry-After': '1' } }, 'a body or headers without a status'],
    ['a number', 5, 'use() was given neither a name nor an object.'],
  ])('%s', (_, answer, message) => {
    expect(() => mockFetch.use(answer as MockAnswerOptions)).toThrow(message)
  })
})

test('it is for the operations that may answer so, and in their content type', async () => {
  await using things = await startMockServer({ document: twoOperations })
  const get = () => send(things.url, { method: 'GET', path: '/things', headers: {}, body: null })
  const post = () => send(things.url, { path: '/things/1', headers: json, body: '{"a":1}' })
  things.use({ status: 201, body: 'anything' })
  expect([(await get()).status, await (await post()).text()]).toEqual([200, '"anything"'])
  things.use({ status: 201, body: 'made', headers: { 'Content-Type': 'text/plain' } })
  expect(await (await post()).text()).toBe('made')
  things.use({ status: 302, body: {}, headers: { Location: '/elsewhere' } })
  expect((await get()).status).toBe(200)
  expect(() => things.use({ status: 500, body: 'anything' })).toThrow('the response has no body in the document')
  expect(() => things.use({ status: 500 })).not.toThrow()
  expect(() => things.use({ status: 302 })).toThrow('POST /things/{id}: The received media type "" does not match')
})
