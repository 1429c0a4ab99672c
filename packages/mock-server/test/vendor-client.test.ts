import { FrontApi } from '@meshconnect/node-api'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../src/index.js'
import { credentials, namedExamples } from './mesh-request.js'

let mock: MockServer
beforeAll(async () => {
  mock = await startMockServer()
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

function client(headers: Record<string, string> = credentials): FrontApi<unknown> {
  return new FrontApi({ baseURL: mock.url, headers })
}

const request = { authToken: 'example-auth-token', type: 'coinbase' } as const

function exampleOf(name: string): unknown {
  return namedExamples.find((example) => example.name === name)?.value
}

test("the vendor's client gets its typed answer", async () => {
  const { status, data } = await client().balance.v1BalanceGetCreate(request)
  expect(status).toBe(200)
  expect(data.status).toBe('ok')
  const balances = data.content?.balances?.map(({ currencyCode, cash }) => [currencyCode, cash])
  expect(balances).toEqual([
    ['USD', 1250.75],
    ['EUR', 320.4],
    ['GBP', 84.12],
  ])
})

test('it gets 400 for a request that the document does not allow', async () => {
  await expect(client().balance.v1BalanceGetCreate({ ...request, authToken: '' })).rejects.toMatchObject({
    response: { status: 400, data: exampleOf('missing-field') },
  })
})

test('it gets 401 without credentials', async () => {
  await expect(client({}).balance.v1BalanceGetCreate(request)).rejects.toMatchObject({
    response: { status: 401, data: exampleOf('invalid-client-credentials') },
  })
})

test.for(namedExamples)('it gets the scenario $name', async ({ name, httpStatus, value }) => {
  mock.use(name)
  const { response } = await client()
    .balance.v1BalanceGetCreate(request)
    .then(
      (answer) => ({ response: answer }),
      (error: { response: { status: number; data: unknown } }) => error,
    )
  expect(response).toMatchObject({ status: httpStatus, data: value })
})
