// node --expose-gc footprint.ts COUNT: refreshes so many accounts of a made-up source, and prints the most memory that it needed.
import { createMeshClient } from '@mesh-balance/client'
import { type AccountSource, refreshBalances } from '../dist/index.js'

const count = Number(process.argv[2])

function* source(): Generator<{ id: number; authToken: string; type: 'coinbase' }> {
  for (let id = 0; id < count; id++) yield { id, authToken: `token ${id}`, type: 'coinbase' }
}
const accounts: AccountSource<{ id: number; authToken: string; type: 'coinbase' }> = source()

const body = JSON.stringify({ status: 'ok', content: { balances: [{ currencyCode: 'USD', cash: 1.5 }] } })
const fetch = async () => new Response(body, { headers: { 'Content-Type': 'application/json' } })
const mesh = createMeshClient({ clientId: 'id', clientSecret: 'secret', fetch })

const collect = globalThis.gc ?? (() => {})
const every = Math.min(count, 10_000) / 2
let done = 0
let heap = 0
for await (const _ of refreshBalances(mesh, accounts, { concurrency: 50 })) {
  if (++done % every !== 0) continue
  // A sample of what is held, and not of what waits for the collector.
  collect()
  heap = Math.max(heap, process.memoryUsage().heapUsed)
}
process.stdout.write(JSON.stringify({ done, heap, rss: process.resourceUsage().maxRSS * 1024 }))
