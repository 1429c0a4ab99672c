import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { startMockServer } from '@mesh-balance/mock-server'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'

// As wrangler does it: one bundle, in the runtime of the workers themselves.
const { outputFiles } = await build({ entryPoints: ['app.ts'], bundle: true, format: 'esm', target: 'es2024', write: false })
const mock = await startMockServer()
const worker = new Miniflare({
  modules: true,
  script: outputFiles[0]?.text ?? '',
  compatibilityDate: '2026-07-01',
  bindings: { MESH_CLIENT_ID: 'test', MESH_CLIENT_SECRET: 'test', MESH_BASE_URL: mock.url },
})
beforeEach(() => mock.reset())
after(async () => {
  await worker.dispose()
  await mock.close()
})

const balance = () => worker.dispatchFetch('http://worker/balance', { headers: { authorization: 'Bearer token-of-ann' } })

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
