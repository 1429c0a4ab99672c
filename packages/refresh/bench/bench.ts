// pnpm --filter @mesh-balance/refresh bench:refresh [ACCOUNTS]: accounts a second, in one process and through the queue, beside the bare client.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type BalanceRequest, createMeshClient } from '@mesh-balance/client'
import { refreshBalances } from '../dist/index.js'
import { openRefreshJob } from '../dist/job/index.js'
import { startPostgres } from '../test/postgres.ts'

const count = Number(process.argv[2] ?? 5000)
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

/** How long it takes to queue all accounts, and to read them with so many processes. */
const throughQueue = async (database: string, workers: number): Promise<{ filling: number; reading: number }> => {
  await using job = await openRefreshJob({ database })
  let run = 0
  const filling = await timed(async () => {
    run = (await job.startRun(linked)).id
  })
  if (workers === 0) {
    return { filling, reading: await timed(() => job.work(client(), { until: run, concurrency, token: () => 'any', poll: 20 })) }
  }
  const script = fileURLToPath(new URL('worker.ts', import.meta.url))
  const args = [database, url, String(run), String(concurrency / workers)]
  const processes = Array.from({ length: workers }, () => fork(script, args))
  await Promise.all(processes.map((process) => once(process, 'message')))
  const reading = await timed(() => {
    for (const process of processes) process.send('go')
    return Promise.all(processes.map((process) => once(process, 'exit')))
  })
  return { filling, reading }
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
const show = (what: string, rate: number) =>
  console.log(`${what.padEnd(34)} ${rate.toFixed(0).padStart(6)} a second  ${((rate / bareRate) * 100).toFixed(0)} %`)

console.log(`${count} accounts, ${concurrency} at a time, of all workers together`)
show('bare client', bareRate)
show('refreshBalances', share * bareRate)
const embedded = await throughQueue('memory://', 0)
show('PGlite, queueing', embedded.filling)
show('PGlite, one process', embedded.reading)
await using postgres = await startPostgres()
for (const workers of [1, 2, 4]) {
  const { filling, reading } = await throughQueue(await postgres.createDatabase(`bench_${workers}`), workers)
  if (workers === 1) show('PostgreSQL, queueing', filling)
  show(`PostgreSQL, ${workers} worker${workers > 1 ? 's' : ''}`, reading)
}
server.kill()
