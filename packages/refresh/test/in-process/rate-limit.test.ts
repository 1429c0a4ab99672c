import { createMeshClient, TooManyRequestError } from '@mesh-balance/client'
import { createMockFetch, startMockServer } from '@mesh-balance/mock-server'
import { expect, test } from 'vitest'
import { createAccountReader } from '../../src/in-process/account-reader.js'
import type { Pace } from '../../src/in-process/pace.js'
import { type RefreshProgress, refreshBalances } from '../../src/index.js'
import { accounts, credentials, idsOf } from './accounts.js'

test('a rate limit costs no account its balance, and one worker that is turned away stops all', async () => {
  const answers: { httpStatus: number; at: number }[] = []
  await using mock = await startMockServer({
    fault: ['rate-limit=20/1', 'latency=1..5'],
    onRequest: ({ httpStatus }) => answers.push({ httpStatus, at: performance.now() }),
  })
  const mesh = createMeshClient({ ...credentials, baseUrl: mock.url })
  const pauses: RefreshProgress[] = []
  const onProgress = (progress: RefreshProgress) => {
    if (progress.pause > 0) pauses.push(progress)
  }
  const concurrency = 8
  const results = await Array.fromAsync(refreshBalances(mesh, accounts(60), { concurrency, onProgress }))
  expect(idsOf(results)).toEqual(accounts(60).map(({ id }) => id))
  expect(results.filter(({ error }) => error !== undefined)).toEqual([])
  expect(pauses.length).toBeGreaterThan(0)

  // After the first 429, only what was under way already is still answered before the second is over.
  const first = answers.findIndex(({ httpStatus }) => httpStatus === 429)
  const nextSuccess = answers.findIndex(({ httpStatus }, index) => index > first + concurrency && httpStatus === 200)
  expect(first).toBeGreaterThanOrEqual(20)
  expect(nextSuccess).toBeGreaterThan(first)
  expect(answers.filter(({ httpStatus }) => httpStatus === 429).length).toBeLessThan(3 * concurrency)
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
