import { createMeshClient, TooManyRequestError } from '@mesh-balance/client'
import { createMockFetch, startMockServer } from '@mesh-balance/mock-server'
import { expect, test } from 'vitest'
import { createAccountReader } from '../../src/in-process/account-reader.js'
import type { Pace } from '../../src/in-process/pace.js'
import { type RefreshProgress, refreshBalances } from '../../src/index.js'
import { accounts, credentials, idsOf } from './accounts.js'

test('a rate limit costs no account its balance, and few requests are turned away', async () => {
  let turnedAway = 0
  await using mock = await startMockServer({
    fault: ['rate-limit=5/1'],
    onRequest: ({ httpStatus }) => {
      if (httpStatus === 429) turnedAway++
    },
  })
  const mesh = createMeshClient({ ...credentials, baseUrl: mock.url })
  let pauses = 0
  const onProgress = ({ pause }: RefreshProgress) => {
    if (pause > 0) pauses++
  }
  const concurrency = 8
  const results = await Array.fromAsync(refreshBalances(mesh, accounts(20), { concurrency, onProgress }))
  expect(idsOf(results)).toEqual(accounts(20).map(({ id }) => id))
  expect(results.filter(({ error }) => error !== undefined)).toEqual([])
  expect(turnedAway).toBeGreaterThan(0)
  expect(pauses).toBeGreaterThan(0)
  // Eight workers that know nothing of each other would be turned away at each of three limits, and again by their repeats.
  expect(turnedAway).toBeLessThan(2 * concurrency)
})

test('a server that turns everything away does not hold an account for ever', async () => {
  const fetch = await createMockFetch()
  fetch.use({ status: 429, body: { status: 'tooManyRequest' } })
  const pace: Pace = { wait: () => 0, served: () => {}, turnedAway: () => {}, limit: Infinity, pausedUntil: 0 }
  let pauses = 0
  const options = { pace, maxRetries: 0, signal: new AbortController().signal, onPause: () => pauses++ }
  const read = createAccountReader(createMeshClient({ ...credentials, fetch }), options)
  await expect(read(() => ({ authToken: 'any', type: 'coinbase' }))).rejects.toBeInstanceOf(TooManyRequestError)
  expect([fetch.requests.length, pauses]).toEqual([11, 11])
})
