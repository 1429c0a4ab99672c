import { setImmediate as turn } from 'node:timers/promises'
import type { Connect } from './contender.ts'

export interface Batch {
  readonly calls: number
  readonly concurrency: number
}

export interface Measured {
  /** Microseconds of CPU a call, of all threads of the process. */
  readonly cpu: number
  /** Calls a second. */
  readonly throughput: number
  /** Milliseconds that a call took. */
  readonly p50: number
  readonly p99: number
}

/** What is in memory when nothing is under way. */
export interface Footprint {
  /** Bytes. */
  readonly heap: number
  readonly resident: number
  readonly handles: number
}

const [, , module = '', baseUrl = ''] = process.argv
const { connect }: { connect: Connect } = await import(module)
const call = connect(baseUrl)

const first = JSON.stringify(await call())
if (!first.includes('currencyCode')) throw new Error(`${module} got no balance: ${first}`)

const footprint = async (): Promise<Footprint> => {
  // What has ended is let go of some turns later.
  for (let count = 0; count < 5; count++) {
    await turn()
    globalThis.gc?.()
  }
  const { heapUsed: heap, rss: resident } = process.memoryUsage()
  return { heap, resident, handles: process.getActiveResourcesInfo().length }
}

const run = async ({ calls, concurrency }: Batch): Promise<Measured> => {
  const latencies = new Float64Array(calls)
  let next = 0
  const loop = async () => {
    while (next < calls) {
      const index = next++
      const begin = performance.now()
      await call()
      latencies[index] = performance.now() - begin
    }
  }
  // Connections may have been idle since the last batch, and what they left behind is not of this one.
  await Promise.all(Array.from({ length: concurrency }, call))
  globalThis.gc?.()
  const cpu = process.cpuUsage()
  const begin = performance.now()
  await Promise.all(Array.from({ length: concurrency }, loop))
  const duration = performance.now() - begin
  const { user, system } = process.cpuUsage(cpu)
  latencies.sort()
  return {
    cpu: (user + system) / calls,
    throughput: (calls * 1000) / duration,
    p50: latencies[Math.floor(calls * 0.5)] ?? 0,
    p99: latencies[Math.floor(calls * 0.99)] ?? 0,
  }
}

process.on('message', async (message: Batch | 'footprint') => {
  process.send?.(message === 'footprint' ? await footprint() : await run(message))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
