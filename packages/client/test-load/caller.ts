import { setImmediate as turn } from 'node:timers/promises'
import { createMeshClient } from '@mesh-balance/client'
import { undiciTransport } from '@mesh-balance/client/undici'

/** What is left in the process when no call is under way. */
export interface Footprint {
  readonly heapMegabytes: number
  readonly resources: Record<string, number>
}

export interface Round {
  readonly calls: number
  readonly concurrency: number
}

// A process of its own, so that what is measured is the client and not the test.
const [, , kind, baseUrl] = process.argv
const mesh = createMeshClient({
  clientId: 'id-of-the-application',
  clientSecret: 'secret-of-the-application',
  ...(baseUrl !== undefined && { baseUrl }),
  ...(kind === 'undici' && { transport: undiciTransport() }),
})
// One signal for all calls, as an application has that ends with them.
const { signal } = new AbortController()

const run = async ({ calls, concurrency }: Round): Promise<void> => {
  let next = 0
  const loop = async () => {
    while (next < calls) {
      const number = next++
      // Every tenth fails, one way or another.
      const fails = number % 10 === 0
      const authToken = fails ? `fail-${number % 3}` : 'token-of-the-account'
      const outcome = await mesh.getBalance({ authToken, type: 'coinbase' }, { signal }).catch((error: Error) => error)
      if (outcome instanceof Error !== fails) throw outcome
    }
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
}

const footprint = async (): Promise<Footprint> => {
  // What has ended is let go of some turns later.
  for (let count = 0; count < 5; count++) {
    await turn()
    globalThis.gc?.()
  }
  const resources: Record<string, number> = {}
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1
  return { heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20, resources }
}

process.on('message', async (round: Round) => {
  await run(round)
  process.send?.(await footprint())
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
