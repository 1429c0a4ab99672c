import type { DecimalString } from '@mesh-balance/client'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/job/database.js'
import { migrate } from '../../src/job/migrate.js'
import { type Outcome, storeOutcomes } from '../../src/job/outcomes.js'
import type { JobAttempt } from '../../src/job/queue.js'
import { newPostgres } from '../databases.ts'

/** A worker that was thought to be lost, and comes back when its successor has stored the account. */
test('an account that has an outcome in its run is left as it is, and is done with', async () => {
  const database = await openDatabase(await newPostgres('outcomes'))
  await migrate(database)
  await database.query("insert into mesh_balance.account (id, type) values ('ada', 'coinbase')")
  await database.query('insert into mesh_balance.run default values')
  await database.query("insert into mesh_balance.run_account (run, account) values (1, 'ada')")

  const settled: { done: JobAttempt[]; again: JobAttempt[] }[] = []
  const store = async (retryCount: number, rest: Omit<Outcome, 'job' | 'readAt'>) => {
    const job = { run: 1, account: 'ada', type: 'coinbase', attempt: { id: 'the-job', retryCount } }
    return await storeOutcomes(database, [{ job, readAt: new Date(), ...rest }], async (_, done, again) => {
      settled.push({ done, again })
    })
  }
  const balanceOf = (cash: string) => ({ balances: [{ currencyCode: 'USD', cash: cash as DecimalString }] })
  const look = async () => {
    const { rows } = await database.query<{ state: string; failures: number; cash: string; entries: number }>(
      `select state, failures, cash::text, (select count(*)::integer from mesh_balance.balance_history) as entries
       from mesh_balance.account join mesh_balance.balance on account = id`,
    )
    return rows
  }

  expect(await store(1, { outcome: 'fresh', balance: balanceOf('2.50') })).toMatchObject([{ account: 'ada', outcome: 'fresh' }])
  const stored = await look()
  expect(stored).toEqual([{ state: 'fresh', failures: 0, cash: '2.50', entries: 1 }])
  for (const late of [
    { outcome: 'fresh', balance: balanceOf('1.00') },
    { outcome: 'failed', reason: 'late' },
    { outcome: 'parked', reason: 'late' },
    { outcome: 'later', reason: 'late' },
  ] as const) {
    expect(await store(0, late)).toEqual([])
    expect(await look()).toEqual(stored)
  }
  expect(settled.slice(1)).toEqual(settled.slice(1).map(() => ({ done: [{ id: 'the-job', retryCount: 0 }], again: [] })))
  await database.close()
})
