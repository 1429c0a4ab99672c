import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../src/job/database.js'
import { openRefreshJob } from '../src/job/index.js'
import { type PostgresServer, startPostgres } from '../test/postgres.js'
import { expectedOf, startInstitution } from './institution.ts'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server?.stop())

const script = fileURLToPath(new URL('worker.ts', import.meta.url))
const start = async (...args: string[]): Promise<ChildProcess> => {
  const worker = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  await Promise.race([once(worker.stdout, 'data'), once(worker, 'exit')])
  return worker
}
const isRunning = (worker: ChildProcess) => worker.exitCode === null && worker.signalCode === null

const linked = (count: number) => Array.from({ length: count }, (_, id) => ({ id: `account ${id}`, type: 'coinbase' }))

/** Works on a run with so many processes, and kills one of them again and again. */
const workAndKill = async (workers: number, kills: number, args: string[]): Promise<void> => {
  const running: ChildProcess[] = await Promise.all(Array.from({ length: workers }, () => start(...args)))
  for (let kill = 0; kill < kills; kill++) {
    await sleep(100 + Math.random() * 900)
    const index = Math.floor(Math.random() * running.length)
    const victim = running[index]
    // The run has ended.
    if (victim === undefined || !isRunning(victim)) break
    victim.kill('SIGKILL')
    await once(victim, 'exit')
    running[index] = await start(...args)
  }
  await Promise.all(running.map(async (worker) => isRunning(worker) && (await once(worker, 'exit'))))
  expect(running.map(({ exitCode }) => exitCode)).toEqual(running.map(() => 0))
}

// FLEET_ROUNDS=5 for the hundred thousand of the README.
const rounds = Number(process.env['FLEET_ROUNDS'] ?? 1)
const accounts = 20_000

test.each(Array.from({ length: rounds }, (_, round) => round))(
  'PostgreSQL, four workers that are killed, round %i',
  async (round) => {
    const location = await server.createDatabase(`round_${round}`)
    await using institution = await startInstitution()
    await using job = await openRefreshJob({ database: location, heartbeatSeconds: 10, superviseSeconds: 1, retryDelay: 1 })
    const { id } = await job.startRun(linked(accounts))
    const begun = Date.now()
    await workAndKill(4, 15, [location, institution.url, String(id), '25'])
    const [run] = (await job.status()).runs
    console.log(`round ${round}: ${accounts} accounts in ${Date.now() - begun} ms, ${institution.requests} requests`)

    expect(run).toMatchObject({ id, accounts, ...expectedOf(accounts), finishedAt: expect.any(Date) })
    expect(institution.overlaps).toEqual([])
    expect(institution.served.size).toBe(expectedOf(accounts).fresh)
    const database = await openDatabase(location)
    const { rows } = await database.query<{ accounts: number; most: number; least: number }>(
      `select count(*)::integer as accounts, max(entries)::integer as most, min(entries)::integer as least from
     (select count(*) as entries from mesh_balance.balance_history where run = $1 group by account)`,
      [id],
    )
    // The answer of the mock is the same for all: as many currencies for each, and no account more than once.
    expect(rows[0]).toMatchObject({ accounts: expectedOf(accounts).fresh, most: rows[0]?.least })
    await database.close()
  },
)

test('PGlite, one process that is killed and started again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refresh-kill-'))
  const location = join(folder, 'balances')
  await using institution = await startInstitution()
  const options = { database: location, heartbeatSeconds: 10, superviseSeconds: 1, retryDelay: 1 }
  const job = await openRefreshJob(options)
  const { id } = await job.startRun(linked(5000))
  await job.close()
  await workAndKill(1, 5, [location, institution.url, String(id), '25'])
  await using again = await openRefreshJob(options)
  expect((await again.status()).runs[0]).toMatchObject({ id, accounts: 5000, ...expectedOf(5000), finishedAt: expect.any(Date) })
  expect(institution.overlaps).toEqual([])
  await again.close()
  await rm(folder, { recursive: true })
})
