import { document } from '@mesh-balance/openapi'
import { expect, test } from 'vitest'
import { createMockFetch, startMockServer } from '../src/index.js'
import { balancePath, credentials, firstExample, json, send, validBody } from './mesh-request.js'

interface Envelope {
  status: string
  content: { balances: Record<string, unknown>[]; [total: string]: unknown }
}

const body = (authToken: string) => JSON.stringify({ ...validBody, authToken })
const mockFetchOf = async (seed: number | string) => {
  const mockFetch = await createMockFetch({ dynamic: true, seed })
  return async (authToken: string, headers: Record<string, string> = {}) => {
    const init = { method: 'POST', headers: { ...credentials, ...json, ...headers }, body: body(authToken) }
    const response = await mockFetch(`https://mesh.example${balancePath}`, init)
    expect([response.headers.get('sl-violations'), mockFetch.requests.at(-1)?.violations]).toEqual([null, []])
    return response
  }
}

test('answers are plausible for money, and always valid', async () => {
  const currencies = new Set(Intl.supportedValuesOf('currency'))
  const call = await mockFetchOf(1)
  const seen = new Set<string>()
  for (let count = 0; count < 200; count++) {
    const response = await call(`account-${count}`)
    const text = await response.text()
    const { status, content } = JSON.parse(text) as Envelope
    seen.add(text)
    expect([response.status, status]).toEqual([200, 'ok'])
    expect(content.balances.length).toBeGreaterThan(0)
    for (const { currencyCode, ...amounts } of content.balances) {
      expect(currencies).toContain(currencyCode)
      for (const amount of Object.values(amounts)) expect(String(amount)).toMatch(/^-?\d+(\.\d{1,2})?$/)
    }
  }
  expect(seen.size).toBeGreaterThan(190)
})

test('an account keeps its balance, in whatever order accounts are asked for, and for a seed in every mock', async () => {
  const [one, again, other] = await Promise.all([mockFetchOf('a'), mockFetchOf('a'), mockFetchOf('b')])
  const accounts = Array.from({ length: 20 }, (_, number) => `account-${number}`)
  const textOf = (call: typeof one) => async (account: string) => (await call(account)).text()
  const first = await Promise.all(accounts.map(textOf(one)))
  const backwards = await Promise.all(accounts.toReversed().map(textOf(again)))
  expect(backwards.toReversed()).toEqual(first)
  expect(await textOf(other)('account-0')).not.toBe(first[0])
})

test("a request's own choice wins, and its seed alone decides", async () => {
  const call = await mockFetchOf(1)
  expect((await call('x', { Prefer: 'example=locked' })).status).toBe(423)
  expect(await (await call('x', { Prefer: 'dynamic=false' })).json()).toEqual(firstExample(200)?.value)
  const seeded = async (account: string) => (await call(account, { Prefer: 'dynamic=true, seed=7' })).text()
  expect(await seeded('x')).toBe(await seeded('y'))
})

test('a failure that is made up says the status that goes with its HTTP status', async () => {
  const call = await mockFetchOf(1)
  const details: Record<string, { httpStatus: number }> = document.components.schemas.ResultStatus['x-enum-details']
  for (const [status, { httpStatus }] of Object.entries(details)) {
    const response = await call('x', { Prefer: `code=${httpStatus}, dynamic=true` })
    expect([response.status, ((await response.json()) as Envelope).status]).toEqual([httpStatus, status])
  }
})

test('a content type that the document does not have is refused as it is without', async () => {
  const statuses = ['true', 'false'].map(async (dynamic) => {
    const call = await mockFetchOf(1)
    return (await call('x', { Accept: 'application/pdf', Prefer: `dynamic=${dynamic}` })).status
  })
  expect(await Promise.all(statuses)).toEqual([406, 406])
})

test('use() wins over it', async () => {
  await using mock = await startMockServer({ dynamic: true })
  mock.use('locked', { times: 1 })
  expect([(await send(mock.url)).status, (await send(mock.url)).status]).toEqual([423, 200])
  expect(mock.requests.map(({ scenario }) => scenario)).toEqual(['locked', undefined])
})

test.each([
  ['values that cannot be', { type: 'integer', allOf: [{ multipleOf: 2 }, { not: { multipleOf: 2 } }] }, 'must'],
  ['what the generator does not know', { type: 'array', prefixItems: [{ type: 'string' }], minItems: 1 }, 'missing items for'],
  ['a schema that allows everything', true, 'schema is not defined'],
])('%s cannot be made up: a problem says why', async (_, schema, reason) => {
  const responses = { 200: { description: 'Fine', content: { 'application/json': { schema } } } }
  const impossible = { openapi: '3.1.0', info: { title: 'Ping', version: '1' }, paths: { '/ping': { get: { responses } } } }
  await using mock = await startMockServer({ document: impossible, dynamic: true, seed: 1 })
  const response = await fetch(`${mock.url}/ping`)
  expect([response.status, await response.json()]).toEqual([
    500,
    {
      type: 'about:blank',
      title: 'No answer made up',
      status: 500,
      detail: expect.stringMatching(new RegExp(`^Prism makes up nothing .*${reason}[^{]*\\. Give the schema an "x-faker"`)),
    },
  ])
})
