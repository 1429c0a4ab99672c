import { setImmediate as turn } from 'node:timers/promises'
import { startMockServer } from '@mesh-balance/mock-server'

/** What is left in the server's process when nothing is under way. */
export interface Footprint {
  readonly heapMegabytes: number
  readonly resources: Record<string, number>
}

// A process of its own, so that what is measured is the server and not its clients.
const mock = await startMockServer({ seed: 1 })

process.on('message', async () => {
  // What has ended is let go of some turns later.
  for (let count = 0; count < 5; count++) {
    await turn()
    globalThis.gc?.()
  }
  const resources: Record<string, number> = {}
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1
  process.send?.({ heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20, resources } satisfies Footprint)
})
process.once('SIGTERM', () => void mock.close({ grace: 1000 }).then(() => process.disconnect()))
process.send?.(mock.url)
