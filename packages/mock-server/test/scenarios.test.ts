import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listScenarios, type MockServer, MockServerError, startMockServer } from '../src/index.js'
import {
  balancePath,
  credentials,
  firstExample,
  json,
  namedExamples,
  namesOf,
  operationId,
  refusal,
  responseKeys,
  send,
} from './mesh-request.js'
import { twoOperations } from './two-operations.js'

let mock: MockServer
beforeAll(async () => {
  mock = await startMockServer()
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

function prefer(preference: string): Promise<Response> {
  return send(mock.url, { headers: { ...credentials, ...json, Prefer: preference } })
}

test('the document has scenarios', () => {
  expect(namedExamples.length).toBeGreaterThan(10)
  expect(namedExamples.every(({ httpStatus }) => httpStatus >= 200)).toBe(true)
})

test('a valid request gets the first example of the first success', async () => {
  const response = await send(mock.url)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('sl-violations')).toBeNull()
  expect(await response.json()).toEqual(namedExamples[0]?.value)
})

test('every named example is listed with its HTTP status and meaning', async () => {
  const listed = await listScenarios()
  expect(mock.scenarios).toEqual(listed)
  expect(listed.filter((scenario) => scenario.operationId === operationId)).toEqual(
    namedExamples.map(({ name, httpStatus, summary }) => ({ name, operationId, httpStatus, summary })),
  )
})

// Of a name that two answers share, the first is meant.
const firstOfEachName = namedExamples.filter(
  ({ name }, index) => namedExamples.findIndex((other) => other.name === name) === index,
)

describe.for(firstOfEachName)('$name', ({ name, httpStatus, value }) => {
  test('is served after use()', async () => {
    mock.use(name)
    const response = await send(mock.url)
    expect(response.status).toBe(httpStatus)
    expect(response.headers.get('sl-violations')).toBeNull()
    expect(await response.json()).toEqual(value)
  })

  test.for([`code=${httpStatus}, example=${name}`, `example=${name}`, `code="${httpStatus}"; example="${name}"`])(
    'is served for Prefer: %s',
    async (preference) => {
      const response = await prefer(preference)
      expect(response.status).toBe(httpStatus)
      expect(await response.json()).toEqual(value)
    },
  )
})

describe('the choice', () => {
  test('use() lasts until reset()', async () => {
    mock.use('locked')
    expect((await send(mock.url)).status).toBe(423)
    expect((await send(mock.url)).status).toBe(423)
    mock.reset()
    expect((await send(mock.url)).status).toBe(200)
  })

  test('reset() goes back to the scenario that the mock was started with', async () => {
    await using locked = await startMockServer({ scenario: 'locked' })
    expect((await send(locked.url)).status).toBe(423)
    locked.use('conflict')
    expect((await send(locked.url)).status).toBe(409)
    locked.reset()
    expect((await send(locked.url)).status).toBe(423)
  })

  test('Prefer wins over use()', async () => {
    mock.use('locked')
    expect((await prefer('code=404, example=not-found')).status).toBe(404)
    expect((await prefer('example=conflict')).status).toBe(409)
    expect((await prefer('code=200')).status).toBe(200)
    expect((await prefer('respond-async')).status).toBe(423)
  })

  test('a code alone gets the first example of that status', async () => {
    const response = await prefer('code=429')
    expect(response.status).toBe(429)
    expect(await response.json()).toEqual(firstExample(429)?.value)
  })

  const unlisted = [503, 504, 505, 599].find(
    (httpStatus) => !responseKeys.includes(String(httpStatus)) && firstExample(httpStatus) === undefined,
  )

  test('an example of `default` can be had with any status that the document does not list', async () => {
    const response = await prefer(`code=${unlisted}, example=server-failure`)
    expect(response.status).toBe(unlisted)
    expect(await response.json()).toMatchObject({ status: 'serverFailure' })
  })

  test('a code alone that the document does not list gets an example of the same hundred', async () => {
    const response = await prefer(`code=${unlisted}`)
    expect(response.status).toBe(unlisted)
    expect(await response.json()).toMatchObject({ status: 'serverFailure' })
  })

  test('a code alone is refused where no example has the same hundred, and no response may have it', async () => {
    await using things = await startMockServer({ document: twoOperations })
    const get = (code: number) => send(things.url, { method: 'GET', path: `/things?__code=${code}`, headers: {}, body: null })
    const post = (code: number) =>
      send(things.url, { path: '/things/1', headers: { ...json, Prefer: `code=${code}` }, body: '{"a":1}' })
    const detail = 'There is no scenario with HTTP status 302. Known are:'
    expect(await (await get(302)).json()).toMatchObject({ status: 400, detail: `${detail} 200, 503.` })
    expect(await (await post(302)).json()).toMatchObject({ status: 400, detail: `${detail} 201, 409, 418, 4XX, 500.` })
    const inRange = await post(404)
    expect([inRange.status, await inRange.json()]).toEqual([404, {}])
    const ofDefault = await post(501)
    expect([ofDefault.status, await ofDefault.json()]).toEqual([501, { broken: true }])
    expect((await prefer('code=302, dynamic=true')).status).toBe(302)
  })

  test('query parameters do what Prefer does', async () => {
    const response = await send(mock.url, { path: `${balancePath}?__example=locked` })
    expect(response.status).toBe(423)
  })

  test.for([
    ['example=nope', `There is no scenario "nope". Known are: ${namesOf(namedExamples)}.`],
    ['code=429, example=nope', `There is no scenario "nope". Known are: ${namesOf(namedExamples)}.`],
    ['code=200, example=locked', 'The scenario "locked" has the HTTP status 423, not 200.'],
    ['code=abc', 'The preferred code "abc" is not an HTTP status'],
    ['code=101', 'The preferred code "101" is not an HTTP status'],
    ['dynamic=perhaps', 'neither true nor false'],
  ] as const)('Prefer: %s is refused and explained', async ([preference, detail]) => {
    const response = await prefer(preference)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status: 400, detail: expect.stringContaining(detail) })
  })

  test('an unknown scenario is an error that lists the known ones, and changes nothing', async () => {
    mock.use('locked')
    expect(() => mock.use('nope')).toThrow(MockServerError)
    expect(() => mock.use('nope')).toThrow(`There is no scenario "nope". Known are: ${namesOf(await listScenarios())}.`)
    expect((await send(mock.url)).status).toBe(423)
    await expect(startMockServer({ scenario: 'nope' })).rejects.toMatchObject({
      name: 'MockServerError',
      code: 'unknown-scenario',
    })
  })

  test('a scenario does not hide that a request is invalid', async () => {
    mock.use('empty-account')
    expect((await send(mock.url, { headers: json })).status).toBe(401)
    expect((await send(mock.url, { body: '{}' })).status).toBe(refusal(422, 400)?.httpStatus)
  })

  test('generated answers are valid, and the same for a seed', async () => {
    const [first, second, other] = await Promise.all(
      ['dynamic=true, seed=1', 'dynamic=true, seed=1', 'dynamic=true, seed=2'].map(prefer),
    )
    expect([first?.status, first?.headers.get('sl-violations')]).toEqual([200, null])
    const body = await first?.json()
    expect(body).toHaveProperty('status')
    expect(await second?.json()).toEqual(body)
    expect(await other?.json()).not.toEqual(body)
  })
})

test('two servers in one process share nothing', async () => {
  await using other = await startMockServer()
  mock.use('locked')
  other.use('conflict')
  expect((await send(mock.url)).status).toBe(423)
  expect((await send(other.url)).status).toBe(409)
  other.reset()
  expect((await send(mock.url)).status).toBe(423)
  expect((await send(other.url)).status).toBe(200)
})
