// pnpm --filter @mesh-balance/refresh bench:refresh [ACCOUNTS]: accounts a second, in one process and through the queue, beside the bare client.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BalanceRequest, createMeshClient } from '@mesh-balance/client'
import { refreshBalances } from '../dist/index.js'
import { openRefreshJob } from '../dist/job/index.js'
import { startPostgres } from '../test/postgres.ts'

const count = Number(process.argv[2] ?? 10_000)
const concurrency = 20
const request: BalanceRequest = { authToken: 'any', type: 'coinbase' }

// The mock has a process of its own, as the API has.
const server = fork(fileURLToPath(new URL('server.ts', import.meta.url)))
const [url] = (await once(server, 'message')) as [string]
const client = () => createMeshClient({ clientId: 'id', clientSecret: 'secret', baseUrl: url, numbers: 'exact' })

const timed = async (work: () => Promise<unknown>, accounts = count): Promise<number> => {
  const begin = performance.now()
  await work()
  return (accounts / (performance.now() - begin)) * 1000
}

const bare = async (accounts: number): Promise<number> => {
  const mesh = client()
  let left = accounts
  const worker = async () => {
    while (left-- > 0) await mesh.getBalance(request)
  }
  return await timed(() => Promise.all(Array.from({ length: concurrency }, worker)), accounts)
}

const inProcess = async (accounts: number): Promise<number> =>
  await timed(async () => {
    for await (const { error } of refreshBalances(client(), Array(accounts).fill(request), { concurrency }))
      if (error) throw error
  }, accounts)

const linked = Array.from({ length: count }, (_, id) => ({ id: `account ${id}`, type: 'coinbase' }))

interface QueueRates {
  readonly filling: number
  readonly reading: number
}

/**
 * How fast all accounts are queued, and read by so many processes; none for this one. The second run counts: in the first one tables grow, and
 * code becomes warm.
 */
const throughQueue = async (database: string, workers: number): Promise<QueueRates> => {
  await using job = await openRefreshJob({ database })
  const script = fileURLToPath(new URL('worker.ts', import.meta.url))
  const processes = Array.from({ length: workers }, () => fork(script, [database, url, String(concurrency / workers)]))
  await Promise.all(processes.map((process) => once(process, 'message')))
  let rates: QueueRates = { filling: 0, reading: 0 }
  for (let round = 0; round < 2; round++) {
    let run = 0
    const filling = await timed(async () => {
      run = (await job.startRun(linked)).id
    })
    const reading = await timed(async () => {
      if (workers === 0) return await job.work(client(), { until: run, concurrency, token: () => 'any', poll: 20 })
      for (const process of processes) process.send(run)
      await Promise.all(processes.map((process) => once(process, 'message')))
    })
    rates = { filling, reading }
  }
  for (const process of processes) process.kill()
  return rates
}

// In turns and in pairs, so that what else the machine does weighs on both alike.
await bare(1000)
const pairs: [bare: number, refresh: number][] = []
for (let round = 0; round < 11; round++) {
  const first = round % 2 === 0 ? await bare(1000) : undefined
  const refresh = await inProcess(1000)
  pairs.push([first ?? (await bare(1000)), refresh])
}
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const bareRate = median(pairs.map(([rate]) => rate))
const share = median(pairs.map(([bareRate, rate]) => rate / bareRate))
const show = (what: string, rate: number, share?: number) =>
  console.log(
    `${what.padEnd(34)} ${rate.toFixed(0).padStart(6)} a second${share === undefined ? '' : `  ${(share * 100).toFixed(0).padStart(3)} %`}`,
  )

console.log(
  `${count} accounts, ${concurrency} at a time, of all workers together; shares are of the bare client just before and after`,
)
show('bare client', bareRate)
show('refreshBalances', share * bareRate, share)

const showQueue = async (what: string, database: string, workers: number): Promise<void> => {
  const before = await bare(3000)
  const { filling, reading } = await throughQueue(database, workers)
  const after = await bare(3000)
  show(`${what}, queueing`, filling)
  show(what, reading, (2 * reading) / (before + after))
}
const folder = await mkdtemp(join(tmpdir(), 'refresh-bench-'))
await showQueue('PGlite, one process', join(folder, 'balances'), 0)
await rm(folder, { recursive: true })
await using postgres = await startPostgres()
for (const workers of [1, 2, 4]) {
  await showQueue(
    `PostgreSQL, ${workers} worker${workers > 1 ? 's' : ''}`,
    await postgres.createDatabase(`bench_${workers}`),
    workers,
  )
}
server.kill()
