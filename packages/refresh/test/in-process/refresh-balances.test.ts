import { createMeshClient, LockedError, MeshConfigError, ReconnectRequiredError, ServerFailureError } from '@mesh-balance/client'
import { createMockFetch, startMockServer } from '@mesh-balance/mock-server'
import { describe, expect, test } from 'vitest'
import { AccountSourceError, type RefreshProgress, refreshBalances } from '../../src/index.js'
import { type Account, accounts, credentials, idsOf } from './accounts.js'

const mockClient = async () => createMeshClient({ ...credentials, fetch: await createMockFetch() })

describe('results', () => {
  test('are one for each account, with what the client gives or rejects with', async () => {
    await using mock = await startMockServer()
    const mesh = createMeshClient({ ...credentials, baseUrl: mock.url })
    const tokens = ['any', 'scenario:locked', 'scenario:unauthorized-token', '']
    const results = await Array.fromAsync(
      refreshBalances(
        mesh,
        accounts(4, (id) => tokens[id] ?? ''),
      ),
    )
    const byId = results.sort((a, b) => a.account.id - b.account.id)
    expect(byId[0]?.balance).toEqual(await mesh.getBalance({ authToken: 'any', type: 'coinbase' }))
    expect(byId[1]?.error).toBeInstanceOf(LockedError)
    expect(byId[2]?.error).toBeInstanceOf(ReconnectRequiredError)
    expect(byId[3]?.error).toBeInstanceOf(MeshConfigError)
    expect(byId.every((result) => 'balance' in result !== 'error' in result)).toBe(true)
  })

  test('come in order of completion', async () => {
    const slowFirst = accounts(3, (id) => `fault:latency=${id === 0 ? 200 : 1}`)
    const results = await Array.fromAsync(refreshBalances(await mockClient(), slowFirst))
    expect(results.at(-1)?.account.id).toBe(0)
  })

  test('are exact where the client is', async () => {
    const mesh = createMeshClient({ ...credentials, fetch: await createMockFetch(), numbers: 'exact' })
    for await (const { balance } of refreshBalances(mesh, accounts(1))) {
      const cash: string | null | undefined = balance?.totalCashUsdValue
      expect(cash).toMatch(/^-?\d/)
    }
  })

  test('come from any iterable', async () => {
    const mesh = await mockClient()
    async function* source() {
      for (const account of accounts(5)) {
        await null
        yield account
      }
    }
    for (const iterable of [accounts(5), new Set(accounts(5)), accounts(5).values(), source()]) {
      expect(idsOf(await Array.fromAsync(refreshBalances(mesh, iterable)))).toEqual([0, 1, 2, 3, 4])
    }
    expect(await Array.fromAsync(refreshBalances(mesh, []))).toEqual([])
  })

  test('hold a failure where an account is none', async () => {
    for (const account of [null, 'text', { authToken: 'any' }]) {
      const [result] = await Array.fromAsync(refreshBalances(await mockClient(), [account as never]))
      expect(result).toMatchObject({ account, error: expect.any(MeshConfigError) })
    }
  })
})

describe('requests', () => {
  test('carry nothing of the account but token and institution', async () => {
    const fetch = await createMockFetch()
    await Array.fromAsync(refreshBalances(createMeshClient({ ...credentials, fetch }), accounts(1)))
    expect(Object.keys(fetch.requests[0]?.body as object)).toEqual(['authToken', 'type'])
  })

  test('can be made when it is their turn, and their failure is the result of the account', async () => {
    const request = async (id: number) => {
      if (id === 2) throw new Error('the vault is closed')
      return { authToken: id === 1 ? 'scenario:locked' : 'any', type: 'kraken' } as const
    }
    const results = await Array.fromAsync(refreshBalances(await mockClient(), [0, 1, 2], { request, concurrency: 1 }))
    expect(results.map(({ account, error }) => [account, error?.message.replace(/ failed.*/, '')])).toEqual([
      [0, undefined],
      [1, 'getBalance'],
      [2, 'the vault is closed'],
    ])
  })

  test('are never more at a time than asked for', async () => {
    const fetch = await createMockFetch({ fault: 'latency=5' })
    let atOnce = 0
    let most = 0
    const counted: typeof globalThis.fetch = async (...args) => {
      most = Math.max(most, ++atOnce)
      return await fetch(...args).finally(() => atOnce--)
    }
    const mesh = createMeshClient({ ...credentials, fetch: counted })
    await Array.fromAsync(refreshBalances(mesh, accounts(40), { concurrency: 7 }))
    expect(most).toBe(7)
  })

  test('are repeated after a passing failure, and no other', async () => {
    const fetch = await createMockFetch()
    const mesh = createMeshClient({ ...credentials, fetch })
    const results = await Array.fromAsync(
      refreshBalances(
        mesh,
        accounts(2, (id) => (id ? 'scenario:locked' : 'fault:fail=2')),
      ),
    )
    expect(results.map(({ account, error }) => [account.id, error?.constructor])).toEqual([
      [1, LockedError],
      [0, undefined],
    ])
    expect(fetch.requests).toHaveLength(4)

    const [failed] = await Array.fromAsync(
      refreshBalances(
        mesh,
        accounts(1, () => 'fault:fail=2#more'),
        { maxRetries: 1 },
      ),
    )
    expect(failed?.error).toBeInstanceOf(ServerFailureError)
  })
})

describe('options that cannot be used', () => {
  const some = accounts(1)
  test.each([
    [some, { concurrency: 0 }, 'concurrency'],
    [some, { concurrency: 1.5 }, 'concurrency'],
    [some, { maxRetries: -1 }, 'maxRetries'],
    [some, { maxRate: 0 }, 'maxRate'],
    [some, { maxRetryAfter: Number.NaN }, 'maxRetryAfter'],
    [undefined as never, {}, 'accounts'],
    ['text' as never, {}, 'accounts'],
  ])('are refused at once: %j %j', async (given, options, name) => {
    const mesh = await mockClient()
    expect(() => refreshBalances(mesh, given, options)).toThrow(MeshConfigError)
    expect(() => refreshBalances(mesh, given, options)).toThrow(name)
  })
})

describe('a source that fails', () => {
  test('ends the refresh with an error, after all that it gave', async () => {
    function* source() {
      yield* accounts(8, () => 'fault:latency=5')
      throw new Error('the disk is gone')
    }
    const seen: number[] = []
    const iterate = async () => {
      for await (const { account } of refreshBalances(await mockClient(), source(), { concurrency: 3 })) seen.push(account.id)
    }
    const failure = await iterate().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AccountSourceError)
    expect(failure).toMatchObject({ accounts: 8, message: expect.stringContaining('the disk is gone') })
    expect(seen.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})

describe('the end', () => {
  /** Accounts without end, and whether somebody has closed them. */
  const endless = () => {
    const state = { given: 0, isClosed: false }
    async function* source(): AsyncGenerator<Account> {
      try {
        for (;;) yield { id: state.given++, authToken: 'fault:latency=1', type: 'coinbase' }
      } finally {
        state.isClosed = true
      }
    }
    return { state, accounts: source() }
  }

  test('comes with the signal: what is finished is given, the rest broken off, without an error', async () => {
    const stop = new AbortController()
    const fetch = await createMockFetch()
    const source = accounts(50, (id) => (id < 3 ? 'any' : 'fault:stall'))
    const results = []
    const mesh = createMeshClient({ ...credentials, fetch })
    for await (const result of refreshBalances(mesh, source, { signal: stop.signal, concurrency: 4 })) {
      if (results.push(result) === 3) stop.abort()
    }
    expect(idsOf(results)).toEqual([0, 1, 2])
    expect(results.every(({ error }) => error === undefined)).toBe(true)
  })

  test('comes with the signal although a token or the next account never does', async () => {
    const stop = new AbortController()
    async function* source() {
      yield 1
      stop.abort()
      await new Promise(() => {})
    }
    const request = () => new Promise<never>(() => {})
    const mesh = await mockClient()
    expect(await Array.fromAsync(refreshBalances(mesh, source(), { signal: stop.signal, request }))).toEqual([])
  })

  test('comes at once for a signal that is aborted', async () => {
    const { state, accounts } = endless()
    expect(await Array.fromAsync(refreshBalances(await mockClient(), accounts, { signal: AbortSignal.abort() }))).toEqual([])
    expect(state.given).toBe(0)
  })

  test('comes when the loop is left: requests are broken off, the source is closed', async () => {
    const { state, accounts } = endless()
    const fetch = await createMockFetch()
    const signals: AbortSignal[] = []
    const watched: typeof globalThis.fetch = (input, init) => {
      if (init?.signal) signals.push(init.signal)
      return fetch(input, init)
    }
    for await (const _ of refreshBalances(createMeshClient({ ...credentials, fetch: watched }), accounts, { concurrency: 5 }))
      break
    await expect.poll(() => state.isClosed).toBe(true)
    expect(signals.some(({ aborted }) => aborted)).toBe(true)
    const sent = signals.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(signals).toHaveLength(sent)
  })
})

test('a slow reader holds the work up', async () => {
  const fetch = await createMockFetch()
  let given = 0
  function* source() {
    for (const account of accounts(1000)) {
      given++
      yield account
    }
  }
  let taken = 0
  for await (const _ of refreshBalances(createMeshClient({ ...credentials, fetch }), source(), { concurrency: 4 })) {
    if (++taken > 40) break
    if (taken % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(given - taken).toBeLessThanOrEqual(2 * 4)
  }
})

test('progress is told after each result, and nothing that the listener throws is noticed', async () => {
  const seen: RefreshProgress[] = []
  const onProgress = (progress: RefreshProgress) => {
    seen.push(progress)
    throw new Error('the terminal is gone')
  }
  const source = accounts(5, (id) => (id === 4 ? 'scenario:locked' : 'any'))
  await Array.fromAsync(refreshBalances(await mockClient(), source, { onProgress, concurrency: 1 }))
  expect(seen.map(({ done, failed, total }) => [done, failed, total])).toEqual([
    [1, 0, 5],
    [2, 0, 5],
    [3, 0, 5],
    [4, 0, 5],
    [5, 1, 5],
  ])
  expect(seen.at(-1)).toMatchObject({ rate: expect.any(Number), timeLeft: 0, pause: 0 })
  expect(seen[0]?.timeLeft).toBeGreaterThan(0)
})
