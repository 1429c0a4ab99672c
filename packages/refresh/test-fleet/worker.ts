// node worker.ts DATABASE URL RUN CONCURRENCY: works on a run until it has ended, or until it is killed.
import { createMeshClient } from '@mesh-balance/client'
import { openRefreshJob } from '../dist/job/index.js'
import { tokenOf } from './institution.ts'

const [database = '', baseUrl = '', run = '', concurrency = ''] = process.argv.slice(2)
const mesh = createMeshClient({ clientId: 'id', clientSecret: 'secret', baseUrl, numbers: 'exact' })
await using job = await openRefreshJob({ database, heartbeatSeconds: 10, superviseSeconds: 1, retryDelay: 1 })
process.stdout.write('working\n')
await job.work(mesh, { until: Number(run), concurrency: Number(concurrency), poll: 200, token: ({ id }) => tokenOf(id) })
