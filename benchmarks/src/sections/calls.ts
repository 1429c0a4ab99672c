import type { Batch, Measured } from '../calls/worker.ts'
import { type Child, startChild } from '../child.ts'
import { BARE, CLIENT, CLIENT_EXACT, CLIENT_UNDICI, CLIENT_VALIDATE, contenders } from '../contenders.ts'
import { progress } from '../progress.ts'
import type { Ratios, Section, Table } from '../section.ts'
import { measureOf, shuffled } from '../statistics.ts'

const concurrencies = [1, 16, 64, 256]

/** CPU, throughput and latency of a call. */
export const calls: Section = async ({ quick }) => {
  const rounds = quick ? 7 : 21
  const callsInBatch = 500
  const names = Object.keys(contenders)
  using server = await startChild('./calls/server.ts')
  const workers = new Map<string, Child>()
  try {
    for (const name of names) {
      progress(`calls: starting ${name}`)
      workers.set(name, await startChild('./calls/worker.ts', contenders[name]?.module ?? '', String(server.ready)))
    }
    const run = async (name: string, batch: Batch) => (await workers.get(name)?.ask(batch)) as Measured

    const tables: Table[] = []
    const ratios: Ratios = {}
    for (const concurrency of concurrencies) {
      for (const name of names) {
        progress(`calls: warming up ${name} at ${concurrency} at a time`)
        await run(name, { calls: quick ? 1500 : 3000, concurrency })
      }
      const measured: Record<string, Measured>[] = []
      for (let round = 1; round <= rounds; round++) {
        const inRound: Record<string, Measured> = {}
        for (const name of shuffled(names)) {
          progress(`calls: ${concurrency} at a time, round ${round} of ${rounds}, ${name}`)
          inRound[name] = await run(name, { calls: callsInBatch, concurrency })
        }
        measured.push(inRound)
      }
      const of = (name: string, field: keyof Measured) => measureOf(measured.map((round) => round[name]?.[field] ?? Number.NaN))
      // Within a round, so that a machine that is busy for a while makes both sides slower.
      const against = (name: string, base: string) =>
        measureOf(measured.map((round) => (round[name]?.cpu ?? Number.NaN) / (round[base]?.cpu ?? Number.NaN)))
      tables.push({
        title: `A call, ${concurrency} at a time`,
        columns: ['CPU, × fetch', 'CPU µs', 'calls/s', 'p50 ms', 'p99 ms'],
        rows: names.map((name) => ({
          name,
          cells: [against(name, BARE), of(name, 'cpu'), of(name, 'throughput'), of(name, 'p50'), of(name, 'p99')],
        })),
      })
      ratios[`CPU of ${CLIENT} against fetch, ${concurrency} at a time`] = against(CLIENT, BARE)
      ratios[`CPU of ${CLIENT_UNDICI} against fetch, ${concurrency} at a time`] = against(CLIENT_UNDICI, BARE)
      ratios[`CPU of exact numbers against the default, ${concurrency} at a time`] = against(CLIENT_EXACT, CLIENT)
      ratios[`CPU of validation against the default, ${concurrency} at a time`] = against(CLIENT_VALIDATE, CLIENT)
    }
    return { tables, ratios }
  } finally {
    for (const worker of workers.values()) worker[Symbol.dispose]()
  }
}
