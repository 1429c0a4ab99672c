import { createMeshClient } from '@mesh-balance/client'
import { createMockFetch } from '@mesh-balance/mock-server'
import { expect, test } from 'vitest'
import { openRefreshJob } from '../src/job/index.js'

test('a run begins when it is due, and none beside it', async () => {
  const mesh = createMeshClient({ clientId: 'id', clientSecret: 'secret', fetch: await createMockFetch(), numbers: 'exact' })
  await using job = await openRefreshJob({ database: 'memory://' })
  await job.schedule('FREQ=SECONDLY;INTERVAL=1')
  const stop = new AbortController()
  let stored = 0
  const onStored = () => void (++stored === 2 && stop.abort())
  const accounts = () => [{ id: 'ada', type: 'coinbase' }]
  await job.work(mesh, { token: () => 'any', poll: 100, accounts, signal: stop.signal, onStored })
  await job.schedule(undefined)
  const { runs } = await job.status()
  expect(runs.length).toBeGreaterThanOrEqual(2)
  expect(runs.filter(({ finishedAt }) => finishedAt === null).length).toBeLessThanOrEqual(1)
  expect(runs.every(({ accounts }) => accounts === 1)).toBe(true)
})
