import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { startMockServer } from '@mesh-balance/mock-server'

const mock = await startMockServer()
beforeEach(() => mock.reset())
after(() => mock.close())

// What the handler reads when it is loaded.
Object.assign(process.env, { MESH_CLIENT_ID: 'test', MESH_CLIENT_SECRET: 'test', MESH_BASE_URL: mock.url })
const { GET } = await import('./route.ts')
const get = () => GET(new Request('https://example.com/balance', { headers: { authorization: 'Bearer token-of-ann' } }))

test('answers with the balance', async () => {
  mock.use('margin-account')
  const response = await get()
  assert.equal(response.status, 200)
  assert.partialDeepStrictEqual(await response.json(), { totalCashUsdValue: -102.88 })
})

test('shows the person what the API has to say', async () => {
  mock.use('locked')
  const response = await get()
  assert.equal(response.status, 503)
  assert.deepEqual(await response.json(), { message: 'Your account is locked. Please contact your institution.' })
})

test('asks the person to reconnect', async () => {
  mock.use('unauthorized-token')
  assert.equal((await get()).status, 409)
})
