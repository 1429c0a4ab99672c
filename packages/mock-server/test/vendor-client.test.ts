import { FrontApi } from '@meshconnect/node-api'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../src/index.js'
import { credentials, namedExamples, refusal, validBody } from './mesh-request.js'

let mock: MockServer
beforeAll(async () => {
  mock = await startMockServer()
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

function client(headers: Record<string, string> = credentials): FrontApi<unknown> {
  return new FrontApi({ baseURL: mock.url, headers })
}

const request = { ...validBody, type: 'coinbase' } as const

test("the vendor's client gets its typed answer", async () => {
  const { status, data } = await client().balance.v1BalanceGetCreate(request)
  expect(status).toBe(200)
  expect(data.status).toBe('ok')
  expect(data).toEqual(namedExamples[0]?.value)
  const [balance] = data.content?.balances ?? []
  expect([typeof balance?.currencyCode, typeof balance?.cash]).toEqual(['string', 'number'])
})

test('it gets 400 for a request that the document does not allow', async () => {
  await expect(client().balance.v1BalanceGetCreate({ ...request, authToken: '' })).rejects.toMatchObject({
    response: { status: refusal(422, 400)?.httpStatus, data: refusal(422, 400)?.value },
  })
})

test('it gets 401 without credentials', async () => {
  await expect(client({}).balance.v1BalanceGetCreate(request)).rejects.toMatchObject({
    response: { status: 401, data: refusal(401)?.value },
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
