import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMeshClient } from '@mesh-balance/client'
import { createMockFetch } from '@mesh-balance/mock-server'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/job/database.js'
import { openRefreshJob } from '../../src/job/index.js'
import { newFolder, newPostgres } from '../databases.ts'

const clientSecret = 'the-secret-of-the-client'
const tokenOf = (account: string) => `very-secret-token/of+${account}==`

const envelope = (httpStatus: number, body: object) =>
  new Response(JSON.stringify(body), { status: httpStatus, headers: { 'Content-Type': 'application/json' } })

/** What a server, a network or a vault may do, each with the secret in its words. */
const answers: Record<string, (secret: string) => Promise<Response> | Response> = {
  fine: async () => {
    const mock = await createMockFetch()
    const headers = { 'Content-Type': 'application/json', 'X-Client-Id': 'id', 'X-Client-Secret': 'secret' }
    const body = JSON.stringify({ authToken: 'any', type: 'coinbase' })
    return await mock('https://mock.test/api/v1/balance/get', { method: 'POST', headers, body })
  },
  refused: (secret) =>
    envelope(400, {
      status: 'badRequest',
      message: `${secret} is wrong`,
      displayMessage: secret,
      errorType: secret,
      errorData: { secret },
    }),
  parked: (secret) =>
    envelope(400, { status: 'badRequest', message: `Unauthorized token ${secret}`, errorType: 'unauthorizedToken' }),
  failing: (secret) => envelope(500, { status: 'serverFailure', message: `cannot use ${encodeURIComponent(secret)}` }),
  garbled: (secret) =>
    new Response(`<html>${secret} & ${clientSecret}`, { status: 502, headers: { 'Content-Type': 'text/html' } }),
  gone: (secret) => Promise.reject(new TypeError(`fetch failed: ${secret}`)),
}

test.each(['PGlite', 'PostgreSQL'])('neither queue nor tables on %s hold a token or a secret, whatever fails', async (kind) => {
  const folder = await mkdtemp(join(tmpdir(), 'refresh-secrets-'))
  const location = kind === 'PGlite' ? await newFolder(join(folder, 'secrets')) : await newPostgres('secrets')
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const { authToken }: { authToken: string } = JSON.parse(String(init?.body))
    const account = Object.keys(answers).find((name) => authToken === tokenOf(name)) ?? ''
    return (await answers[account]?.(authToken)) ?? envelope(404, { status: 'notFound' })
  }
  const mesh = createMeshClient({ clientId: 'id', clientSecret, fetch, numbers: 'exact' })
  const job = await openRefreshJob({ database: location, retryDelay: 0 })
  const accounts = [...Object.keys(answers), 'locked-vault'].map((id) => ({ id, type: 'coinbase' }))
  const token = ({ id }: { id: string }) => {
    if (id === 'locked-vault') throw new Error(`the vault will not give ${tokenOf(id)}`)
    return tokenOf(id)
  }
  const { id } = await job.startRun(accounts)
  // In the middle, with accounts that wait to be tried again, and at the end.
  const stop = new AbortController()
  await job.work(mesh, { token, signal: stop.signal, concurrency: 2, onStored: () => stop.abort() })
  await job.startRun(accounts)
  await job.work(mesh, { until: id, token, poll: 20 })
  expect((await job.status()).runs[0]).toMatchObject({ fresh: 1, parked: 1, failed: accounts.length - 2 })
  await job.close()

  const database = await openDatabase(location)
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  )
  let dump = ''
  for (const { name } of tables.rows) {
    const { rows } = await database.query<{ row: string }>(`select t::text as row from ${name} t`)
    dump += rows.map(({ row }) => `${name} ${row}\n`).join('')
  }
  await database.close()
  await rm(folder, { recursive: true, force: true })
  // What is looked for would be found: the accounts are there, in queue and tables.
  for (const seen of ['mesh_queue.job_common', 'mesh_balance.run_account', 'locked-vault', 'MeshConnectionError'])
    expect(dump).toContain(seen)
  for (const secret of ['very-secret', 'secret-token', clientSecret, 'authToken']) expect(dump).not.toContain(secret)
})
