import { describe, expect, test } from 'vitest'
import { createMeshClient } from '../../src/index.js'
import { createRetryBudget } from '../../src/runtime/retry/retry-budget.js'
import { clientId, clientSecret } from '../support/secrets.js'
import { json, serve } from '../support/serve.js'

describe('the budget', () => {
  test('gives ten repeats at once, and then one for every ten calls', () => {
    const budget = createRetryBudget()
    const spent = (tries: number) => Array.from({ length: tries }, () => budget.spend()).filter(Boolean).length
    expect(spent(50)).toBe(10)
    for (let call = 0; call < 9; call++) budget.earn()
    expect(spent(1)).toBe(0)
    budget.earn()
    expect(spent(5)).toBe(1)
  })

  test('does not gather more than ten', () => {
    const budget = createRetryBudget()
    for (let call = 0; call < 1000; call++) budget.earn()
    expect(Array.from({ length: 50 }, () => budget.spend()).filter(Boolean)).toHaveLength(10)
  })
})

test('in an outage, all calls of a client together make about a tenth more requests', async () => {
  await using server = await serve((response) => json(response, { status: 'serverFailure' }, 503))
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl: server.url, retry: { minDelay: 0 } })
  const calls = Array.from({ length: 1000 }, () => mesh.getBalance({ authToken: 'token', type: 'coinbase' }).catch(() => {}))
  await Promise.all(calls)
  expect(server.received.length).toBeGreaterThan(1000)
  expect(server.received.length).toBeLessThanOrEqual(1000 + 10 + 100)

  // Ten calls have earned one repeat.
  const sent = server.received.length
  for (let call = 0; call < 10; call++) await mesh.getBalance({ authToken: 'token', type: 'coinbase' }).catch(() => {})
  expect(server.received.length - sent).toBeGreaterThan(10)

  const other = createMeshClient({ clientId, clientSecret, baseUrl: server.url, retry: { minDelay: 0 } })
  const before = server.received.length
  await other.getBalance({ authToken: 'token', type: 'coinbase' }).catch(() => {})
  expect(server.received.length - before).toBe(3)
})
