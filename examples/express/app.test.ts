import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, test } from 'node:test'
import { createMeshClient } from '@mesh-balance/client'
import { createMockFetch } from '@mesh-balance/mock-server'
import { createApp } from './app.ts'

const mesh = await createMockFetch()
const client = createMeshClient({ clientId: 'test', clientSecret: 'test', fetch: mesh, retry: { minDelay: 1 } })
const server = createApp(client).listen(0)
await once(server, 'listening')
beforeEach(() => mesh.reset())
after(() => server.close())

const balance = () =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/balance`, {
    headers: { authorization: 'Bearer token-of-ann' },
  })

test('answers with the balances', async () => {
  mesh.use('cash-only')
  const response = await balance()
  assert.equal(response.status, 200)
  assert.deepEqual(await response.json(), { balances: [{ currencyCode: 'USD', cash: 512.3, buyingPower: 512.3 }] })
})

test('a failure that passes is not seen outside', async () => {
  mesh.use({ fault: 'fail=2' })
  assert.equal((await balance()).status, 200)
  assert.equal(mesh.requests.length, 3)
})

test('an expired token asks the person to reconnect', async () => {
  mesh.use('unauthorized-token')
  const response = await balance()
  assert.deepEqual([response.status, await response.json()], [409, { ask: 'reconnect' }])
})
