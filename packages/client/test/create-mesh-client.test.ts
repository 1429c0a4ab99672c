import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMeshClient, type MeshClientOptions, MeshConfigError } from '../src/index.js'
import { clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'
import { json, serve } from './support/serve.js'

beforeEach(() => {
  for (const name of ['MESH_CLIENT_ID', 'MESH_CLIENT_SECRET', 'MESH_BASE_URL']) vi.stubEnv(name, '')
})
afterEach(() => vi.unstubAllEnvs())

const refusal = (options: unknown): MeshConfigError => {
  try {
    createMeshClient(options as MeshClientOptions)
  } catch (error) {
    expect(error).toBeInstanceOf(MeshConfigError)
    expectNoSecretIn(error)
    return error as MeshConfigError
  }
  throw new Error('the client took it')
}

/** A server that answers with an empty account, and what it got. */
const account = () => serve((response) => json(response, { status: 'ok', content: { balances: [] } }))
const read = { authToken: 'token', type: 'coinbase' } as const

describe('credentials', () => {
  test('travel in the headers that the document names', async () => {
    await using server = await account()
    await createMeshClient({ clientId, clientSecret, baseUrl: server.url }).getBalance(read)
    expect(server.received[0]?.headers).toMatchObject({ 'x-client-id': clientId, 'x-client-secret': clientSecret })
  })

  test('come from the environment where no option gives them', async () => {
    await using server = await account()
    vi.stubEnv('MESH_CLIENT_ID', 'from-the-environment')
    vi.stubEnv('MESH_CLIENT_SECRET', 'secret-from-the-environment')
    vi.stubEnv('MESH_BASE_URL', server.url)
    await createMeshClient().getBalance(read)
    await createMeshClient({ clientId }).getBalance(read)
    expect(server.received.map(({ headers }) => headers['x-client-id'])).toEqual(['from-the-environment', clientId])
  })

  test('of two clients never mix', async () => {
    await using server = await account()
    const [first, second] = ['first', 'second'].map((name) =>
      createMeshClient({ clientId: name, clientSecret: `secret-of-${name}`, baseUrl: server.url }),
    )
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? first : second)?.getBalance({ ...read, authToken: `${index % 2}` }),
      ),
    )
    expect(server.received).toHaveLength(20)
    for (const { headers, body } of server.received) {
      const name = JSON.parse(body).authToken === '0' ? 'first' : 'second'
      expect(headers).toMatchObject({ 'x-client-id': name, 'x-client-secret': `secret-of-${name}` })
    }
  })

  test.each([
    ['clientId', 'MESH_CLIENT_ID'],
    ['clientSecret', 'MESH_CLIENT_SECRET'],
  ])('a missing %s names the option and the variable', (option, variable) => {
    for (const missing of [undefined, '']) {
      expect(refusal({ clientId, clientSecret, [option]: missing }).message).toBe(
        `${option} is missing: pass the option ${option}, or set the variable ${variable}.`,
      )
    }
  })

  test.each(['\n', ' ', '\u0000', 'é', '…'])('that a header cannot carry are refused without being quoted: %j', (character) => {
    const { message } = refusal({ clientId, clientSecret: clientSecret + character })
    expect(message).toContain(`clientSecret holds a character that a header cannot carry, at position ${clientSecret.length + 1}`)
  })

  test('must be strings', () => expect(refusal({ clientId: 7, clientSecret }).message).toBe('clientId must be a string.'))

  test('are not in the client', () => expectNoSecretIn(createMeshClient({ clientId, clientSecret })))
})

describe('baseUrl', () => {
  const urlOf = async (options: MeshClientOptions) => {
    let called: string | undefined
    const fetch: typeof globalThis.fetch = async (input) => {
      called = String(input)
      return Response.json({ status: 'ok', content: {} })
    }
    await createMeshClient({ clientId, clientSecret, fetch, ...options }).getBalance(read)
    return called
  }

  test('is that of production, unless the environment or the URL is given', async () => {
    expect(await urlOf({})).toBe('https://integration-api.meshconnect.com/api/v1/balance/get')
    expect(await urlOf({ environment: 'sandbox' })).toBe('https://sandbox-integration-api.meshconnect.com/api/v1/balance/get')
    expect(await urlOf({ environment: 'sandbox', baseUrl: 'https://proxy.example/mesh/' })).toBe(
      'https://proxy.example/mesh/api/v1/balance/get',
    )
  })

  test('may be a URL object, and of the environment, which wins over the option environment as the option does', async () => {
    expect(await urlOf({ baseUrl: new URL('https://proxy.example/mesh') as unknown as string })).toBe(
      'https://proxy.example/mesh/api/v1/balance/get',
    )
    vi.stubEnv('MESH_BASE_URL', 'https://mock.example')
    expect(await urlOf({ environment: 'sandbox' })).toBe('https://mock.example/api/v1/balance/get')
    expect(await urlOf({ baseUrl: 'https://other.example' })).toBe('https://other.example/api/v1/balance/get')
  })

  test.each(['http://localhost:4010', 'http://127.0.0.1:4010', 'http://[::1]:4010', 'http://mock.localhost:4010'])(
    'may be plain http on this machine: %s',
    async (baseUrl) => expect(await urlOf({ baseUrl })).toBe(`${baseUrl}/api/v1/balance/get`),
  )

  test.each([
    ['http://api.example', 'https:'],
    ['http://127.0.0.1.example', 'https:'],
    ['ftp://api.example', 'an absolute https: URL'],
    ['api.example', 'an absolute https: URL'],
    [`https://user:${clientSecret}@api.example`, 'no user name'],
    [`https://api.example?key=${clientSecret}`, 'query'],
    ['https://api.example#part', 'fragment'],
    ['https://api.example?', 'query'],
    [`https://:${clientSecret}@api.example`, 'password'],
    ['http://1270.0.1', 'https:'],
  ])('%s is refused', (baseUrl, reason) => expect(refusal({ clientId, clientSecret, baseUrl }).message).toContain(reason))

  test('an unknown environment names the known ones', () =>
    expect(refusal({ clientId, clientSecret, environment: 'test' }).message).toBe(
      'environment must be one of production, sandbox.',
    ))
})

test.each([0, -1, Number.NaN, '30'])('a timeout of %j is refused', (timeout) =>
  expect(refusal({ clientId, clientSecret, timeout }).message).toContain('timeout must be a number above 0'),
)

test('options that cannot be read are refused without being quoted', () => {
  const broken = {
    get clientId() {
      throw new Error(clientSecret)
    },
  }
  expect(refusal(broken).message).toBe('One of the options cannot be read.')
  expect(refusal(null).message).toContain('clientId is missing')
  for (const baseUrl of [Symbol(clientSecret), { toString: () => clientSecret }, 7]) {
    expect(refusal({ clientId, clientSecret, baseUrl }).message).toContain('baseUrl must be an absolute https: URL')
  }
})

test('a client cannot be changed', () => expect(Object.isFrozen(createMeshClient({ clientId, clientSecret }))).toBe(true))
