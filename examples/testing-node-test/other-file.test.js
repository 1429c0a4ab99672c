import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMeshClient } from '@mesh-balance/client'
import { createMockFetch } from '@mesh-balance/mock-server'
import { spendable } from './spendable.js'

// Runs beside the other file, in a process of its own: each has its own mock.
test('an account that the institution has locked', async () => {
  const fetch = await createMockFetch({ scenario: 'locked' })
  const mesh = createMeshClient({ clientId: 'test', clientSecret: 'test', fetch })
  assert.deepEqual(await spendable(mesh, 'token-of-ann'), { ask: 'try again later' })
})
