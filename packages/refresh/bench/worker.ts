// A worker of the bench: reads the runs that it is told of, each until it has ended.
import { createMeshClient } from '@mesh-balance/client'
import { openRefreshJob } from '../dist/job/index.js'

const [database = '', baseUrl = '', concurrency = ''] = process.argv.slice(2)
const mesh = createMeshClient({ clientId: 'id', clientSecret: 'secret', baseUrl, numbers: 'exact' })
const job = await openRefreshJob({ database })
process.on('message', async (run: number) => {
  await job.work(mesh, { until: run, concurrency: Number(concurrency), token: () => 'any', poll: 20 })
  process.send?.('done')
})
process.send?.('ready')
