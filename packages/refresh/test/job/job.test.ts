import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AuthenticationError, createMeshClient } from '@mesh-balance/client'
import { createMockFetch, type MockFetch } from '@mesh-balance/mock-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/job/database.js'
import {
  type AccountOutcome,
  type LinkedAccount,
  openRefreshJob,
  type RefreshJob,
  type StoredBalance,
} from '../../src/job/index.js'
import { newFolder, newPostgres } from '../databases.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refresh-job-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const linked = (...ids: string[]): LinkedAccount[] => ids.map((id) => ({ id, type: 'coinbase' }))
const range = (count: number): LinkedAccount[] => linked(...Array.from({ length: count }, (_, index) => `account ${index}`))
let mock: MockFetch
let mesh: ReturnType<typeof client>
const client = (fetch: typeof globalThis.fetch) =>
  createMeshClient({ clientId: 'id', clientSecret: 'the-secret', fetch, numbers: 'exact' })

describe.each(['PGlite', 'PostgreSQL'])('the job on %s', (kind) => {
  let job: RefreshJob
  beforeAll(async () => {
    const location = kind === 'PGlite' ? await newFolder(join(folder, 'job')) : await newPostgres('job')
    job = await openRefreshJob({ database: location, retryDelay: 0 })
    mock = await createMockFetch()
    mesh = client(mock)
  })
  afterAll(async () => {
    await job?.close()
    await job?.close()
  })

  /** Refreshes them, each with the token that the table says. */
  const refresh = async (accounts: LinkedAccount[], tokens: Record<string, string> = {}) => {
    const { id } = await job.startRun(accounts)
    await job.work(mesh, { until: id, token: ({ id }) => tokens[id] ?? 'any', poll: 20 })
    const run = (await job.status()).runs.find((run) => run.id === id)
    if (run === undefined) throw new Error('there is no such run')
    return run
  }
  const balances = () => Array.fromAsync(job.balances())

  test('stores every balance exactly, with the time it was read', async () => {
    const begun = new Date()
    mock.use({
      status: 200,
      body: {
        status: 'ok',
        content: { balances: [{ currencyCode: 'BTC', cash: 0.1, buyingPower: null, cryptocurrencyBuyingPower: 12345.5 }] },
      },
    })
    expect(await refresh(linked('ada'))).toMatchObject({
      accounts: 1,
      fresh: 1,
      failed: 0,
      parked: 0,
      finishedAt: expect.any(Date),
    })
    mock.reset()
    const [stored] = (await balances()) as [StoredBalance]
    expect(stored).toMatchObject({
      account: 'ada',
      currency: 'BTC',
      cash: '0.1',
      buyingPower: null,
      cryptocurrencyBuyingPower: '12345.5',
    })
    expect(stored.readAt.getTime()).toBeGreaterThanOrEqual(begun.getTime())
  })

  test('forgets a currency that the account no longer has, and keeps its history', async () => {
    mock.use({ status: 200, body: { status: 'ok', content: { balances: [{ currencyCode: 'EUR', cash: 5 }] } } })
    await refresh(linked('ada'))
    mock.reset()
    expect((await balances()).map(({ currency }) => currency)).toEqual(['EUR'])
  })

  test('keeps the state of each account: fresh, failing, parked', async () => {
    const tokens = { ada: 'any', grace: 'scenario:unauthorized-token', alan: 'scenario:locked' }
    expect(await refresh(linked('ada', 'grace', 'alan'), tokens)).toMatchObject({ fresh: 1, failed: 1, parked: 1 })
    expect((await job.status()).accounts).toEqual({ new: 0, fresh: 1, failing: 1, parked: 1 })
  })

  test('leaves a parked account alone until it is told that it is connected again', async () => {
    const before = mock.requests.length
    expect(await refresh(linked('grace'))).toMatchObject({ fresh: 0, parked: 1 })
    expect(mock.requests).toHaveLength(before)
    expect(await job.reconnected('grace')).toBe(true)
    expect(await job.reconnected('grace')).toBe(false)
    expect(await refresh(linked('grace'))).toMatchObject({ fresh: 1, parked: 0 })
  })

  test('tries again what may pass, also a token that could not be fetched, and says nothing of it', async () => {
    const { id } = await job.startRun(linked('eve'))
    let asked = 0
    const token = () => {
      if (asked++ === 0) throw new Error('the vault says the-secret')
      return 'fault:fail=1'
    }
    await job.work(mesh, { until: id, token, poll: 20 })
    expect((await job.status()).runs[0]).toMatchObject({ id, fresh: 1 })
    expect(asked).toBe(3)
  })

  test('does not double a run in progress, and goes on with it', async () => {
    const first = await job.startRun(range(3))
    expect(await job.startRun(range(5))).toEqual({ id: first.id, isContinued: true })
    await job.work(mesh, { until: first.id, token: () => 'any', poll: 20 })
    expect((await job.status()).runs[0]).toMatchObject({ id: first.id, accounts: 3, fresh: 3 })
  })

  test('goes on with a run whose source failed', async () => {
    function* broken() {
      yield* range(1100)
      throw new Error('the file is gone')
    }
    await expect(job.startRun(broken())).rejects.toThrow('the file is gone')
    const { id } = await job.startRun(range(1200))
    // The mock takes a second for a thousand.
    const answer = JSON.stringify({ status: 'ok', content: { balances: [{ currencyCode: 'USD', cash: 1 }] } })
    const fetch = async () => new Response(answer, { headers: { 'Content-Type': 'application/json' } })
    await job.work(client(fetch), { until: id, token: () => 'any', poll: 20 })
    expect((await job.status()).runs[0]).toMatchObject({ id, accounts: 1200, fresh: 1200 })
  })

  test('takes an account once, however often it is given', async () => {
    expect(await refresh(linked('ada', 'ada', 'grace', 'ada'))).toMatchObject({ accounts: 2, fresh: 2 })
  })

  test('ends with wrong keys, and loses nothing', async () => {
    mock.use('invalid-client-credentials', { times: 1 })
    const { id } = await job.startRun(linked('ada', 'grace'))
    await expect(job.work(mesh, { until: id, token: () => 'any', poll: 20 })).rejects.toBeInstanceOf(AuthenticationError)
    await job.work(mesh, { until: id, token: () => 'any', poll: 20 })
    expect((await job.status()).runs[0]).toMatchObject({ id, accounts: 2, fresh: 2 })
  })

  test('finishes what is under way when it is told to end, and goes on later', async () => {
    const stop = new AbortController()
    const { id } = await job.startRun(range(200))
    const onStored = () => stop.abort()
    await job.work(mesh, { until: id, token: () => 'fault:latency=5', signal: stop.signal, onStored, concurrency: 4 })
    const [run] = (await job.status()).runs
    expect(run?.finishedAt).toBeNull()
    expect(run?.fresh).toBeGreaterThan(0)
    await job.work(mesh, { until: id, token: () => 'any', poll: 20 })
    expect((await job.status()).runs[0]).toMatchObject({ id, accounts: 200, fresh: 200, finishedAt: expect.any(Date) })
  })

  test('stores what it can where one balance cannot be stored', async () => {
    const huge = `1e${'9'.repeat(6)}`
    const answer = (cash: string) =>
      new Response(`{"status":"ok","content":{"balances":[{"currencyCode":"USD","cash":${cash}}]}}`, {
        headers: { 'Content-Type': 'application/json' },
      })
    const fetch: typeof globalThis.fetch = async (_, init) =>
      answer(String(init?.body).includes('huge') ? huge : '12345678901234567890.10')
    const { id } = await job.startRun(linked('ada', 'grace', 'alan'))
    await job.work(client(fetch), { until: id, token: ({ id }) => (id === 'grace' ? 'huge' : 'any'), poll: 20 })
    expect((await job.status()).runs[0]).toMatchObject({ fresh: 2, failed: 1 })
    expect((await balances()).find(({ account }) => account === 'alan')?.cash).toBe('12345678901234567890.10')
  })

  test('stores what it can of a reason that cannot be stored, and of a currency', async () => {
    const refusal = (message: string) => ({ status: 'badRequest', message, displayMessage: message, errorType: 'other' })
    const answers: Record<string, [status: number, body: object]> = {
      nul: [400, refusal('a \0')],
      half: [400, refusal('\ud800')],
      cut: [400, refusal('😀'.repeat(600))],
      'cut between': [400, refusal(`-${'😀'.repeat(600)}`)],
      currency: [
        200,
        { status: 'ok', content: { balances: [{ currencyCode: Array.from({ length: 3000 }, (_, i) => i).join(), cash: 1 }] } },
      ],
    }
    const fetch: typeof globalThis.fetch = async (_, init) => {
      const [status, body] = answers[JSON.parse(String(init?.body)).authToken] ?? [200, {}]
      return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
    }
    const { id } = await job.startRun(linked(...Object.keys(answers)))
    const reasons: unknown[] = []
    await job.work(client(fetch), {
      until: id,
      token: ({ id }) => id,
      poll: 20,
      onStored: (stored) => void reasons.push(...stored.map(({ account, reason }) => [account, reason])),
    })
    expect((await job.status()).runs[0]).toMatchObject({ id, failed: 5 })
    expect(Object.fromEntries(reasons as [string, string][])).toEqual({
      nul: 'The reason cannot be stored.',
      half: 'The reason cannot be stored.',
      cut: expect.stringMatching(/😀$/),
      'cut between': expect.stringMatching(/😀$/),
      currency: 'The balance cannot be stored.',
    })
  })

  test.each([
    ['a NUL', 'a\0b', 'coinbase'],
    ['half a character', 'a\ud800', 'coinbase'],
    ['10,000 characters', 'a'.repeat(10_000), 'coinbase'],
    ['nothing', '', 'coinbase'],
    ['a type that is none', 'a', undefined as unknown as string],
  ])('refuses an account of %s, and goes on with the run', async (_, id, type) => {
    await expect(job.startRun([...linked('ada'), { id, type }])).rejects.toThrow(/^Account 2 of the source: (?:id|type) /)
    expect(await refresh(linked('ada'))).toMatchObject({ accounts: 1, fresh: 1 })
  })

  test('takes any other id for what it is', async () => {
    const odd = [`o'neil "x" \\ %s $1 😀\n`, 'x'.repeat(2000), ' ']
    expect(await refresh(linked(...odd))).toMatchObject({ accounts: 3, fresh: 3 })
    expect((await balances()).map(({ account }) => account)).toEqual(expect.arrayContaining(odd))
  })

  test('gives an account up after five passing failures, and tells so', async () => {
    const { id } = await job.startRun(linked('ada'))
    const told: AccountOutcome[] = []
    await job.work(mesh, {
      until: id,
      token: () => 'scenario:server-failure',
      poll: 20,
      onStored: (stored) => told.push(...stored),
    })
    expect(told.map(({ outcome }) => outcome)).toEqual(['later', 'later', 'later', 'later', 'failed'])
    expect((await job.status()).runs[0]).toMatchObject({ id, accounts: 1, failed: 1 })
  })

  test('keeps to one rate for all workers', async () => {
    const { id } = await job.startRun(range(25))
    const sent: number[] = []
    const fetch: typeof globalThis.fetch = (...args) => {
      sent.push(Date.now())
      return mock(...args)
    }
    const options = { until: id, token: () => 'any', poll: 20, rate: 10 }
    await Promise.all([job.work(client(fetch), options), job.work(client(fetch), options)])
    expect((await job.status()).runs[0]).toMatchObject({ id, fresh: 25 })
    // Windows of a second may touch: 25 requests at 10 a second begin in three windows at least.
    expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).toBeGreaterThan(1000)
  })
})

test('a run ends although one of its accounts was still held when it was queued', async () => {
  const location = await newPostgres('held')
  await using job = await openRefreshJob({ database: location })
  const { id } = await job.startRun(linked('ada', 'grace'))
  const database = await openDatabase(location)
  // As it is when the row of the queue was one of the run before, and is done with.
  await database.query("delete from mesh_queue.job_common where singleton_key = 'ada'")
  await database.close()
  await job.work(client(await createMockFetch()), { until: id, token: () => 'any', poll: 20 })
  expect((await job.status()).runs[0]).toMatchObject({ id, accounts: 2, fresh: 2 })
})
