import type { Footprint } from '../calls/worker.ts'
import { startChild } from '../child.ts'
import { contenders } from '../contenders.ts'
import { progress } from '../progress.ts'
import type { Section } from '../section.ts'
import { measureOf } from '../statistics.ts'

/** What is left in the heap after many calls, and after as many again. */
export const memory: Section = async ({ quick }) => {
  const callsInRun = quick ? 10_000 : 50_000
  using server = await startChild('./calls/server.ts')
  const rows = []
  for (const [name, { module }] of Object.entries(contenders)) {
    using worker = await startChild('./calls/worker.ts', module, String(server.ready))
    const footprints: Footprint[] = []
    for (const run of [1, 2]) {
      progress(`memory: ${name}, ${run} × ${callsInRun} calls`)
      await worker.ask({ calls: callsInRun, concurrency: 64 })
      footprints.push((await worker.ask('footprint')) as Footprint)
    }
    const [first, second] = footprints as [Footprint, Footprint]
    const cells = [first.heap, second.heap, second.resident].map((bytes) => measureOf([bytes / 2 ** 20]))
    rows.push({ name, cells: [...cells, measureOf([second.handles - first.handles])] })
  }
  const columns = [`heap MB after ${callsInRun}`, `after ${2 * callsInRun}`, 'resident MB', 'handles more']
  return { tables: [{ title: 'Memory over a long run', columns, rows }], ratios: {} }
}
