import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { createMeshClient } from '@mesh-balance/client'
import { startMockServer } from '@mesh-balance/mock-server'
import { spendable } from './spendable.js'

let mock
let mesh
beforeAll(async () => {
  mock = await startMockServer()
  mesh = createMeshClient({ clientId: 'test', clientSecret: 'test', baseUrl: mock.url })
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

test('a margin account can spend what it has borrowed', async () => {
  mock.use('margin-account')
  expect(await spendable(mesh, 'token-of-ann')).toEqual({ usd: 4897.12 })
})

test('an expired token asks the person to reconnect', async () => {
  mock.use('unauthorized-token')
  expect(await spendable(mesh, 'token-of-ann')).toEqual({ ask: 'reconnect' })
})

test('a failure that passes is not shown to anybody', async () => {
  mock.use({ fault: 'fail=2' })
  expect(await spendable(mesh, 'token-of-ann')).toHaveProperty('usd')
  expect(mock.requests.map(({ httpStatus }) => httpStatus)).toEqual([500, 500, 200])
})

test('answers that are made up are numbers', async () => {
  await using dynamic = await startMockServer({ dynamic: true, seed: 1 })
  const other = createMeshClient({ clientId: 'test', clientSecret: 'test', baseUrl: dynamic.url })
  expect(await spendable(other, 'token-of-ann')).toEqual({ usd: expect.any(Number) })
})
