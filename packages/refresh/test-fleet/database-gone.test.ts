import { createMeshClient } from '@mesh-balance/client'
import { createMockFetch } from '@mesh-balance/mock-server'
import { expect, test } from 'vitest'
import { DatabaseError, openRefreshJob } from '../src/job/index.js'
import { startPostgres } from '../test/postgres.js'

test('a database that goes away in the middle ends the work with an error, and the run goes on later', async () => {
  await using server = await startPostgres()
  const options = { database: await server.createDatabase('gone'), heartbeatSeconds: 10, superviseSeconds: 1, retryDelay: 1 }
  const mesh = createMeshClient({ clientId: 'id', clientSecret: 'secret', fetch: await createMockFetch(), numbers: 'exact' })
  const accounts = Array.from({ length: 2000 }, (_, id) => ({ id: `account ${id}`, type: 'coinbase' }))
  const first = await openRefreshJob(options)
  const { id } = await first.startRun(accounts)
  let restarted: Promise<void> | undefined
  const onStored = () => {
    restarted ??= server.restart()
  }
  const token = () => 'fault:latency=20'
  const ended = await first.work(mesh, { until: id, token, poll: 20, onStored, grace: 100 }).catch((error: unknown) => error)
  await restarted
  expect(ended).toBeInstanceOf(DatabaseError)
  expect(String(ended)).toMatch(/PostgreSQL at 127\.0\.0\.1:\d+\/gone went away: .*\. What is stored is kept\./)
  await first.close().catch(() => {})

  await using second = await openRefreshJob(options)
  await second.work(mesh, { until: id, token: () => 'any', poll: 100 })
  expect((await second.status()).runs[0]).toMatchObject({ id, accounts: 2000, fresh: 2000, finishedAt: expect.any(Date) })
})
