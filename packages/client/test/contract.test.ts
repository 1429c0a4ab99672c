import * as mesh from '@mesh-balance/client'
import { createMockFetch, type MockFetch, type MockServer, startMockServer } from '@mesh-balance/mock-server'
import { document } from '@mesh-balance/openapi'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contractOf } from './support/contract.js'
import { type Client, clientOf, expectExample } from './support/expect-example.js'
import { clientId, clientSecret } from './support/secrets.js'

const keys = { clientId, clientSecret }

let mock: MockServer
let mockFetch: MockFetch
let client: Client
beforeAll(async () => {
  mock = await startMockServer()
  mockFetch = await createMockFetch()
  client = clientOf({ ...keys, baseUrl: mock.url })
})
beforeEach(() => {
  mock.reset()
  mockFetch.reset()
})
afterAll(() => mock.close())

const cases = contractOf(document).map((example) => [example.operationId, example.scenario, example] as const)

test('there are examples', () => expect(cases.length).toBeGreaterThanOrEqual(20))

describe.each([
  ['over HTTP', () => mock, () => client],
  ['without a socket', () => mockFetch, () => clientOf({ ...keys, fetch: mockFetch })],
] as const)('the client meets every example of the document, as the mock serves it %s', (_, controls, clientThere) => {
  test.each(cases)('%s: %s', async (_, scenario, example) => {
    controls().use(scenario)
    await expectExample(clientThere(), example)
  })
})

describe('what the mock rejects comes back as the right error', () => {
  const read = { authToken: 'token', type: 'coinbase' } as const
  const getBalance = (input: unknown) => client['getBalance']?.(input) as Promise<unknown>

  test.each([
    ['an empty authToken', { ...read, authToken: '' }],
    ['no authToken', { type: 'coinbase' }],
    ['no type', { authToken: 'token' }],
    ['an unknown type', { ...read, type: mesh.unlistedInstitution('sandbox') }],
  ])('%s', async (_, input) => await expect(getBalance(input)).rejects.toBeInstanceOf(mesh.BadRequestError))

  test('another path', async () => {
    const lost = mesh.createMeshClient({ clientId, clientSecret, baseUrl: `${mock.url}/elsewhere` })
    await expect(lost.getBalance(read)).rejects.toBeInstanceOf(mesh.NotFoundError)
  })
})
