import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { createMeshClient } from '@mesh-balance/client'
import { startMockServer } from '@mesh-balance/mock-server'
import { spendable } from './spendable.js'

const mock = await startMockServer()
const mesh = createMeshClient({ clientId: 'test', clientSecret: 'test', baseUrl: mock.url })
beforeEach(() => mock.reset())
after(() => mock.close())

test('a margin account can spend what it has borrowed', async () => {
  mock.use('margin-account')
  assert.deepEqual(await spendable(mesh, 'token-of-ann'), { usd: 4897.12 })
})

test('an expired token asks the person to reconnect', async () => {
  mock.use('unauthorized-token')
  assert.deepEqual(await spendable(mesh, 'token-of-ann'), { ask: 'reconnect' })
})

test('a connection that is reset once is tried again', async () => {
  mock.use({ fault: 'reset' }, { times: 1 })
  assert.ok('usd' in (await spendable(mesh, 'token-of-ann')))
  assert.deepEqual(
    mock.requests.map(({ faults }) => faults),
    [['reset'], []],
  )
})
