import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { startMockServer } from '@mesh-balance/mock-server'
import app from './app.ts'

const mock = await startMockServer()
beforeEach(() => mock.reset())
after(() => mock.close())

const env = { MESH_CLIENT_ID: 'test', MESH_CLIENT_SECRET: 'test', MESH_BASE_URL: mock.url }
const balance = () => app.request('/balance', { headers: { authorization: 'Bearer token-of-ann' } }, env)

test('answers with the balance', async () => {
  mock.use('cash-only')
  const response = await balance()
  assert.equal(response.status, 200)
  assert.partialDeepStrictEqual(await response.json(), { totalCashUsdValue: 512.3 })
})

test('asks for what the person can do', async () => {
  mock.use('unauthorized-token')
  const response = await balance()
  assert.deepEqual([response.status, await response.json()], [409, { ask: 'reconnect' }])
})
