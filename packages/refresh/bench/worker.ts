// A worker of the bench: reads when it is told to, until the run has ended.
import { once } from 'node:events'
import { createMeshClient } from '@mesh-balance/client'
import { openRefreshJob } from '../dist/job/index.js'

const [database = '', baseUrl = '', run = '', concurrency = ''] = process.argv.slice(2)
const mesh = createMeshClient({ clientId: 'id', clientSecret: 'secret', baseUrl, numbers: 'exact' })
const job = await openRefreshJob({ database })
process.send?.('ready')
await once(process, 'message')
await job.work(mesh, { until: Number(run), concurrency: Number(concurrency), token: () => 'any', poll: 20 })
process.exit()
