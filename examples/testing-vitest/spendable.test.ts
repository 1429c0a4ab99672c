import { createMeshClient } from '@mesh-balance/client'
import { createMockFetch, startMockServer } from '@mesh-balance/mock-server'
import { beforeEach, expect, test } from 'vitest'
import { spendable } from './spendable.js'

const mockFetch = await createMockFetch()
const mesh = createMeshClient({ clientId: 'test', clientSecret: 'test', fetch: mockFetch })
beforeEach(() => mockFetch.reset())

test('a margin account can spend what it has borrowed', async () => {
  mockFetch.use('margin-account')
  expect(await spendable(mesh, 'token-of-ann')).toEqual({ usd: 4897.12 })
})

test('an expired token asks the person to reconnect', async () => {
  mockFetch.use('unauthorized-token')
  expect(await spendable(mesh, 'token-of-ann')).toEqual({ ask: 'reconnect' })
})

test('an account that answers as no scenario does', async () => {
  mockFetch.use({ status: 200, body: { status: 'ok', content: { totalBuyingPowerUsdValue: 0.1 } } })
  expect(await spendable(mesh, 'token-of-ann')).toEqual({ usd: 0.1 })
})

test('a failure that passes is not shown to anybody', async () => {
  mockFetch.use({ fault: 'fail=2' })
  expect(await spendable(mesh, 'token-of-ann')).toHaveProperty('usd')
  expect(mockFetch.requests.map(({ httpStatus }) => httpStatus)).toEqual([500, 500, 200])
})

test('the token is sent as the contract wants it, and is not kept in the records', async () => {
  await spendable(mesh, 'token-of-ann')
  expect(mockFetch.requests).toMatchObject([{ violations: [], body: { type: 'coinbase', authToken: '[redacted]' } }])
})

test('over a real socket, broken in the middle of the answer', async () => {
  await using mock = await startMockServer({ fault: 'truncate' })
  const overHttp = createMeshClient({ clientId: 'test', clientSecret: 'test', baseUrl: mock.url, retry: false })
  expect(await spendable(overHttp, 'token-of-ann')).toEqual({ ask: 'try again later' })
})
