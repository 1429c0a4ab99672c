import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { operations } from '../../src/generated/facts.gen.js'
import * as generated from '../../src/generated/sdk.gen.js'
import * as mesh from '../../src/index.js'
import { resolveConfig } from '../../src/runtime/config/config.js'
import { createMethods } from '../../src/runtime/methods.js'
import type { OperationFacts } from '../../src/runtime/operation-facts.js'
import { fixedTransport, okAnswer } from '../support/fixed-transport.js'
import { authToken, clientId, clientSecret } from '../support/secrets.js'

const account = { authToken, type: 'coinbase' } as const
const failing = (httpStatus = 500, headers: Record<string, string> = {}) =>
  Response.json({ status: 'serverFailure' }, { status: httpStatus, headers })
const clientOf = (options: mesh.MeshClientOptions<'number'>) => mesh.createMeshClient({ clientId, clientSecret, ...options })

// Time stands still but for these tests' own steps, so that waits can be told to the millisecond.
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

/** The call, and when each attempt was sent. */
const watch = (
  answer: (number: number) => Response | Promise<Response>,
  options: mesh.MeshClientOptions<'number'> = {},
  callOptions?: mesh.CallOptions,
) => {
  const sent: number[] = []
  const start = performance.now()
  const transport = fixedTransport((_, number) => {
    sent.push(performance.now() - start)
    return answer(number)
  })
  const outcome = clientOf({ transport, ...options })
    .getBalance(account, callOptions)
    .withResponse()
  const settled = outcome.then(
    (result) => ({ result, after: performance.now() - start }),
    (error: mesh.MeshError) => ({ error, after: performance.now() - start }),
  )
  return { sent, settled }
}

const never = () => new Promise<Response>(() => {})

describe('a wait', () => {
  test('is random, up to a bound that doubles', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const { sent, settled } = watch(() => failing(), { retry: { maxRetries: 3, minDelay: 200 } })
    await vi.runAllTimersAsync()
    expect(await settled).toMatchObject({ error: { name: 'ServerFailureError', attempts: 4 } })
    expect(sent).toEqual([0, 100, 300, 700])
  })

  test.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after-ms': '40' }, 40],
    [{ 'retry-after': '3600' }, 30_000],
  ])('is what the server asks for with %j', async (headers, delay) => {
    const { sent, settled } = watch((number) => (number === 1 ? failing(429, headers) : okAnswer()))
    await vi.runAllTimersAsync()
    expect(await settled).toMatchObject({ result: { attempts: 2 } })
    expect(sent).toEqual([0, delay])
  })

  test('ends at once with the signal', async () => {
    const controller = new AbortController()
    const { sent, settled } = watch(() => failing(429, { 'retry-after': '20' }), {}, { signal: controller.signal })
    await vi.advanceTimersByTimeAsync(500)
    controller.abort('enough')
    expect(await settled).toMatchObject({ error: { name: 'AbortError', cause: 'enough' }, after: 500 })
    expect(sent).toEqual([0])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that would outlast totalTimeout is not begun: the failure is told at once', async () => {
    const { sent, settled } = watch(() => failing(503, { 'retry-after': '20' }), { totalTimeout: 10_000 })
    expect(await settled).toMatchObject({
      error: { name: 'ServerFailureError', httpStatus: 503, retryAfter: 20_000, attempts: 1 },
      after: 0,
    })
    expect(sent).toEqual([0])
  })
})

describe('the time limits', () => {
  test('timeout bounds each attempt', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { sent, settled } = watch(never, { timeout: 1000, retry: 2 })
    await vi.runAllTimersAsync()
    expect(await settled).toMatchObject({ error: { name: 'MeshTimeoutError', attempts: 3 }, after: 3000 })
    expect(sent).toEqual([0, 1000, 2000])
  })

  test('totalTimeout bounds all of them, also under a server that fails slowly', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 900))
      return failing()
    }
    const { sent, settled } = watch(slow, { timeout: 1000, totalTimeout: 2500, retry: 10 })
    await vi.runAllTimersAsync()
    expect(await settled).toMatchObject({ error: { name: 'MeshTimeoutError' }, after: 2500 })
    expect(sent).toEqual([0, 900, 1800])
    await expect(settled).resolves.toMatchObject({
      error: { message: expect.stringContaining('within 2500 ms (totalTimeout)') },
    })
  })

  test('of a call win over those of the client', async () => {
    const { settled } = watch(never, { timeout: 1000, totalTimeout: 5000 }, { timeout: 20, totalTimeout: 30, retry: false })
    await vi.runAllTimersAsync()
    expect(await settled).toMatchObject({ error: { name: 'MeshTimeoutError' }, after: 20 })
  })

  test('may be left out', async () => {
    const { settled } = watch(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 2 ** 31 - 1))
        return okAnswer()
      },
      { timeout: Infinity, totalTimeout: Infinity },
    )
    await vi.runAllTimersAsync()
    expect(await settled).toMatchObject({ result: { attempts: 1 } })
  })

  test.each(['timeout', 'totalTimeout'])('%s of a call must be a number above 0', async (option) => {
    const { sent, settled } = watch(() => okAnswer(), {}, { [option]: 0 })
    expect(await settled).toMatchObject({ error: { name: 'MeshConfigError', message: expect.stringContaining(option) } })
    expect(sent).toEqual([])
  })
})

describe('what is repeated', () => {
  test.each<[mesh.CallOptions['retry'], number]>([
    [false, 1],
    [0, 1],
    [1, 2],
    [{ maxRetries: 3 }, 4],
  ])('retry: %j makes at most %i attempts', async (retry, attempts) => {
    for (const where of ['client', 'call']) {
      const { sent, settled } = watch(() => failing(), where === 'client' ? { retry } : {}, where === 'call' ? { retry } : {})
      await vi.runAllTimersAsync()
      expect(await settled).toMatchObject({ error: { attempts } })
      expect(sent).toHaveLength(attempts)
    }
  })

  test('only operations that the document marks as safe to repeat are', async () => {
    const unsafe: Record<string, OperationFacts> = { getBalance: { ...operations.getBalance, safeToRepeat: false } }
    let sent = 0
    const transport = fixedTransport(() => {
      sent += 1
      return failing()
    })
    const methods = createMethods(generated, unsafe, resolveConfig({ clientId, clientSecret, transport }))
    const call = (methods as unknown as mesh.MeshClient).getBalance(account)
    await expect(call).rejects.toMatchObject({ name: 'ServerFailureError', attempts: 1 })
    expect(sent).toBe(1)
  })

  test('a failure that will not pass is not', async () => {
    const { sent, settled } = watch(() => Response.json({ status: 'locked' }, { status: 423 }))
    await vi.runAllTimersAsync()
    expect(await settled).toMatchObject({ error: { name: 'LockedError', attempts: 1 } })
    expect(sent).toHaveLength(1)
  })
})

test('a transport that does not heed the signal does not hold the call', async () => {
  vi.useRealTimers()
  const controller = new AbortController()
  const call = clientOf({ transport: never }).getBalance(account, { signal: controller.signal })
  await wait(5)
  controller.abort()
  await expect(call).rejects.toBeInstanceOf(mesh.MeshAbortError)
})
