import * as mesh from '@mesh-balance/client'
import { type MockServer, startMockServer, startProxy, type ValidatingProxy } from '@mesh-balance/mock-server'
import { document } from '@mesh-balance/openapi'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { contractOf } from './support/contract.js'
import { clientOf, expectExample } from './support/expect-example.js'
import { authToken, clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'

/** The real API, or whatever answers like it. Without it: a mock. */
const { MESH_TARGET: target, MESH_CLIENT_ID, MESH_CLIENT_SECRET, MESH_AUTH_TOKEN, MESH_TYPE } = process.env
if (target !== undefined && !(MESH_CLIENT_ID && MESH_CLIENT_SECRET)) {
  throw new Error('MESH_TARGET wants the keys of that API as well: set MESH_CLIENT_ID and MESH_CLIENT_SECRET.')
}
const keys =
  target === undefined ? { clientId, clientSecret } : { clientId: MESH_CLIENT_ID ?? '', clientSecret: MESH_CLIENT_SECRET ?? '' }
const account = target === undefined ? { authToken, type: 'coinbase' } : { authToken: MESH_AUTH_TOKEN, type: MESH_TYPE }

let mock: MockServer | undefined
let proxy: ValidatingProxy
beforeAll(async () => {
  if (target === undefined) mock = await startMockServer()
  proxy = await startProxy({ upstream: target ?? mock?.url ?? '' })
})
let before: number
beforeEach(() => {
  before = proxy.violations.length
})
afterEach(() => {
  mock?.reset()
  const ofAnswers = proxy.violations.slice(before).filter(({ httpStatus }) => httpStatus !== undefined)
  expect(ofAnswers, 'answers that are not as the document says').toEqual([])
})
afterAll(async () => {
  await proxy?.close()
  await mock?.close()
})

const getBalance = (input: unknown, as: { clientId: string; clientSecret: string } = keys): Promise<unknown> =>
  clientOf({ ...as, baseUrl: proxy.url })['getBalance']?.(input) as Promise<unknown>

/** Nothing that a test prints may hold an amount or a secret. */
const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (content) => (typeof content === 'object' && content !== null ? 'content' : 'no content'),
    (error: unknown) => (error instanceof mesh.MeshApiError ? 'a typed error' : `${error}`),
  )

if (target === undefined) {
  test.each(contractOf(document).map((example) => [example.operationId, example.scenario, example] as const))(
    '%s: %s',
    async (_, scenario, example) => {
      mock?.use(scenario)
      await expectExample(clientOf({ ...keys, baseUrl: proxy.url }), example)
      expect(proxy.violations.slice(before)).toEqual([])
    },
  )
} else {
  test('every example of the document', ({ skip }) => skip('only the mock can be asked for them: unset MESH_TARGET'))

  test('a wrong secret', async () => {
    const wrong = { ...keys, clientSecret: `${clientSecret}-that-is-wrong` }
    const failure: unknown = await getBalance(account, wrong).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(mesh.AuthenticationError)
  })
}

test('a valid call gives content or a typed error', async ({ skip }) => {
  if (!account.authToken || !account.type) return skip('it wants an account: set MESH_AUTH_TOKEN and MESH_TYPE')
  expect(['content', 'a typed error']).toContain(await outcomeOf(getBalance(account)))
})

test.each([
  ['an empty authToken', { authToken: '', type: 'coinbase' }],
  ['no authToken', { type: 'coinbase' }],
  ['no type', { authToken: 'token-of-nobody' }],
  ['an unknown type', { authToken: 'token-of-nobody', type: mesh.unlistedInstitution('no-such-institution') }],
])('%s is a bad request', async (_, input) => {
  const failure: unknown = await getBalance(input).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(mesh.BadRequestError)
  expectNoSecretIn(failure)
})
