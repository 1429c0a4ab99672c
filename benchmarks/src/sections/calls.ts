import type { Batch, Measured } from '../calls/worker.ts'
import { type Child, startChild } from '../child.ts'
import { BARE, CLIENT, CLIENT_EXACT, CLIENT_UNDICI, CLIENT_VALIDATE, contenders } from '../contenders.ts'
import { progress } from '../progress.ts'
import type { Ratios, Section, Table } from '../section.ts'
import { measureOf, shuffled } from '../statistics.ts'

const concurrencies = [1, 16, 64, 256]

/** CPU, throughput and latency of a call. */
export const calls: Section = async ({ quick }) => {
  // Two processes of one program may differ by several per cent for as long as they live, so new ones take over now and then.
  const sets = quick ? 2 : 5
  const roundsOfSet = quick ? 4 : 5
  const names = Object.keys(contenders)
  using server = await startChild('./calls/server.ts')
  const measured = new Map(concurrencies.map((concurrency) => [concurrency, [] as Record<string, Measured>[]]))
  for (let set = 1; set <= sets; set++) {
    const workers = new Map<string, Child>()
    const run = async (name: string, batch: Batch) => (await workers.get(name)?.ask(batch)) as Measured
    try {
      for (const name of shuffled(names)) {
        progress(`calls: set ${set} of ${sets}, starting ${name}`)
        workers.set(name, await startChild('./calls/worker.ts', contenders[name]?.module ?? '', String(server.ready)))
        await run(name, { calls: 2000, concurrency: 64 })
      }
      for (const concurrency of concurrencies) {
        for (const name of names) await run(name, { calls: 1000, concurrency })
        for (let round = 1; round <= roundsOfSet; round++) {
          const inRound: Record<string, Measured> = {}
          for (const name of shuffled(names)) {
            progress(`calls: set ${set} of ${sets}, ${concurrency} at a time, round ${round} of ${roundsOfSet}, ${name}`)
            inRound[name] = await run(name, { calls: 500, concurrency })
          }
          measured.get(concurrency)?.push(inRound)
        }
      }
    } finally {
      for (const worker of workers.values()) worker[Symbol.dispose]()
    }
  }

  const tables: Table[] = []
  const ratios: Ratios = {}
  for (const [concurrency, rounds] of measured) {
    const of = (name: string, field: keyof Measured) => measureOf(rounds.map((round) => round[name]?.[field] ?? Number.NaN))
    // Within a round, so that a machine that is busy for a while makes both sides slower.
    const against = (name: string, base: string) =>
      measureOf(rounds.map((round) => (round[name]?.cpu ?? Number.NaN) / (round[base]?.cpu ?? Number.NaN)))
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
}
