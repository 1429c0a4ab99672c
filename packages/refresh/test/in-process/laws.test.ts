import { createMeshClient, TooManyRequestError } from '@mesh-balance/client'
import { createMockFetch } from '@mesh-balance/mock-server'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refreshBalances } from '../../src/index.js'
import { credentials } from './accounts.js'

// The same cases each time, so that a change is judged by what it changes; `TEST_SEED` looks for others.
fc.configureGlobal({ seed: Number(process.env['TEST_SEED'] ?? 1) })

const fetch = await createMockFetch()
const mesh = createMeshClient({ ...credentials, fetch })

/** What the client makes of each scenario. Those that ask to wait would hold the whole refresh. */
const outcomes = new Map<string, string>()
for (const { name } of fetch.scenarios) {
  const request = { authToken: `scenario:${name}`, type: 'kraken' } as const
  const outcome = await mesh.getBalance(request, { retry: false }).then(JSON.stringify, (error: unknown) => error)
  if (outcome instanceof TooManyRequestError) continue
  outcomes.set(name, outcome instanceof Error ? outcome.name : String(outcome))
}

test('nothing is lost and nothing doubled, whatever the answers, their order and the reader', async () => {
  const scenario = fc.constantFrom(...outcomes.keys())
  const latency = fc.constantFrom('', '; fault:latency=1', '; fault:latency=1..5')
  const pause = fc.constantFrom(0, 0, 0, 1)
  const account = fc.record({ scenario, latency, pause })
  let failures = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(account, { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      async (given, concurrency, isAsync) => {
        async function* slowly() {
          for (const one of given) {
            if (one.pause > 0) await new Promise((resolve) => setTimeout(resolve, one.pause))
            yield one
          }
        }
        const left = new Set(given)
        const options = {
          concurrency,
          maxRetries: 0,
          request: ({ scenario, latency }: (typeof given)[number]) =>
            ({ authToken: `scenario:${scenario}${latency}`, type: 'kraken' }) as const,
        }
        for await (const { account, balance, error } of refreshBalances(mesh, isAsync ? slowly() : given, options)) {
          expect(left.delete(account)).toBe(true)
          expect(error?.name ?? JSON.stringify(balance)).toBe(outcomes.get(account.scenario))
          if (error !== undefined) failures++
        }
        expect(left.size).toBe(0)
      },
    ),
    { numRuns: 100 },
  )
  expect(failures).toBeGreaterThan(100)
})

test('a refresh that is ended anywhere gives each account at most once, and those that it gave are right', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      async (end, concurrency, breaks) => {
        const stop = new AbortController()
        const request = () => ({ authToken: 'fault:latency=0..2', type: 'kraken' }) as const
        const given = Array.from({ length: 40 }, (_, id) => id)
        const seen = new Set<number>()
        if (end === 0) stop.abort()
        for await (const { account, error } of refreshBalances(mesh, given, { signal: stop.signal, concurrency, request })) {
          expect(seen.has(account)).toBe(false)
          expect(error).toBeUndefined()
          seen.add(account)
          if (seen.size !== end) continue
          if (breaks) break
          stop.abort()
        }
        expect(seen.size).toBeGreaterThanOrEqual(end)
        expect(seen.size).toBeLessThanOrEqual(breaks ? end : Math.min(40, end + 2 * concurrency))
      },
    ),
    { numRuns: 60 },
  )
})
