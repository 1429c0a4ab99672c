import * as mesh from '@mesh-balance/client'
import { createMockFetch, type MockFetch, type MockServer, startMockServer } from '@mesh-balance/mock-server'
import { document } from '@mesh-balance/openapi'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contractOf } from './support/contract.js'
import { clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'

type Call = (...args: unknown[]) => mesh.MeshCall<unknown>

const clientOf = (options: mesh.MeshClientOptions<'number'>) =>
  mesh.createMeshClient({ clientId, clientSecret, retry: false, ...options }) as unknown as Record<string, Call>

let mock: MockServer
let mockFetch: MockFetch
let client: Record<string, Call>
beforeAll(async () => {
  mock = await startMockServer()
  mockFetch = await createMockFetch()
  client = clientOf({ baseUrl: mock.url })
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
  ['without a socket', () => mockFetch, () => clientOf({ fetch: mockFetch })],
] as const)('the client meets every example of the document, as the mock serves it %s', (_, controls, clientThere) => {
  test.each(cases)('%s: %s', async (operationId, scenario, { args, httpStatus, result, error, envelope }) => {
    controls().use(scenario)
    const outcome = clientThere()
      [operationId]?.(...args)
      .withResponse() as Promise<mesh.WithResponse<unknown, unknown>>
    if (error === undefined) {
      expect(await outcome).toMatchObject({ data: result, envelope, response: { status: httpStatus }, attempts: 1 })
      return
    }
    const failure: unknown = await outcome.catch((reason: unknown) => reason)
    // A status that has no class of its own yet is a plain MeshApiError.
    const ErrorClass = Reflect.get(mesh, error) ?? mesh.MeshApiError
    expect(failure).toBeInstanceOf(ErrorClass)
    expect(failure).toMatchObject({ name: ErrorClass.prototype.name, httpStatus })
    if (failure instanceof mesh.MeshApiError) {
      const { status, errorType, displayMessage, errorData } = envelope ?? {}
      expect(failure).toMatchObject({ status, errorType: errorType || undefined, displayMessage, errorData })
      if (envelope?.message) expect(failure.message).toContain(envelope.message)
    }
    expectNoSecretIn(failure)
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
