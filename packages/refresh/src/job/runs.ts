import { MeshConfigError } from '@mesh-balance/client'
import type { AccountSource } from '../in-process/refresh-balances.js'
import type { Database } from './database.js'
import { problemOfText } from './problem-of-text.js'
import type { Queue } from './queue.js'

/** An account as the job knows it. Its token is asked for when it is needed, and kept nowhere. */
export interface LinkedAccount {
  /** Unique; the key under which balances are stored. At most 2000 bytes. */
  readonly id: string
  /** Its institution. */
  readonly type: string
}

/** A run that was begun or gone on with. */
export interface Run {
  /** Numbers of runs grow. */
  readonly id: number
  /** Whether it was under way already. */
  readonly isContinued: boolean
}

/** Accounts that are queued by one transaction. */
const BATCH = 1000

/** Begins a run over all accounts, or goes on with the one that is in progress. */
export const startRun = async (database: Database, queue: Queue, accounts: AccountSource<LinkedAccount>): Promise<Run> => {
  const begun = await database.query<{ id: number }>(
    'insert into mesh_balance.run default values on conflict do nothing returning id',
  )
  const found = begun.rows[0] ?? (await openRun(database))
  // It ended between the two questions.
  if (found === undefined) return await startRun(database, queue, accounts)
  const isContinued = begun.rows.length === 0
  if (!('isFilled' in found && found.isFilled)) await fill(database, queue, found.id, accounts)
  else await queueAgain(database, queue, found.id)
  return { id: found.id, isContinued }
}

export const openRun = async (database: Database): Promise<{ id: number; isFilled: boolean } | undefined> => {
  const { rows } = await database.query<{ id: number; isFilled: boolean }>(
    `select id, filled_at is not null as "isFilled" from mesh_balance.run where finished_at is null`,
  )
  return rows[0]
}

const fill = async (database: Database, queue: Queue, run: number, accounts: AccountSource<LinkedAccount>): Promise<void> => {
  let batch: LinkedAccount[] = []
  let given = 0
  for await (const { id, type } of accounts) {
    given++
    const problem = problemOfText('id', id) ?? problemOfText('type', type)
    if (problem !== undefined) throw new MeshConfigError(`Account ${given} of the source: ${problem}`)
    batch.push({ id, type })
    if (batch.length < BATCH) continue
    await fillWith(database, queue, run, batch)
    batch = []
  }
  if (batch.length > 0) await fillWith(database, queue, run, batch)
  await database.query('update mesh_balance.run set filled_at = now() where id = $1 and filled_at is null', [run])
}

const fillWith = (database: Database, queue: Queue, run: number, accounts: readonly LinkedAccount[]): Promise<void> =>
  database.transaction(async (sql) => {
    // Two processes that fill a run by turns do not wait for each other's rows in a circle.
    await sql.query('select pg_advisory_xact_lock(7265667265736802)')
    const given = JSON.stringify(accounts)
    await sql.query(
      `insert into mesh_balance.account as known (id, type)
       select distinct on (id) id, type from jsonb_to_recordset($1::jsonb) as given(id text, type text) order by id
       on conflict (id) do update set type = excluded.type where known.type <> excluded.type`,
      [given],
    )
    const { rows } = await sql.query<{ account: string; type: string; outcome: string | null }>(
      `with added as (
         insert into mesh_balance.run_account (run, account, outcome, reason)
         select $2, id, case when state = 'parked' then 'parked' end, case when state = 'parked' then reason end
         from mesh_balance.account where id in (select id from jsonb_to_recordset($1::jsonb) as given(id text))
         on conflict do nothing returning account, outcome
       )
       select added.account, known.type, added.outcome from added join mesh_balance.account known on known.id = added.account`,
      [given, run],
    )
    // In the transaction that writes the row of the run: there is never one without the other.
    await queue.add(
      sql,
      rows.filter(({ outcome }) => outcome === null).map(({ account, type }) => ({ run, account, type })),
    )
  })

/**
 * Queues what has no outcome and is not queued: an account that a worker of the run before, thought to be lost, was still reading when this run
 * was queued. What is queued or being read stays as it is.
 */
const queueAgain = async (database: Database, queue: Queue, run: number): Promise<void> => {
  let after = ''
  for (;;) {
    const { rows } = await database.query<{ account: string; type: string }>(
      `select pending.account, known.type from mesh_balance.run_account pending
       join mesh_balance.account known on known.id = pending.account
       where pending.run = $1 and pending.outcome is null and pending.account > $2 order by pending.account limit ${BATCH}`,
      [run, after],
    )
    if (rows.length === 0) return
    await queue.add(
      database,
      rows.map(({ account, type }) => ({ run, account, type })),
    )
    after = rows.at(-1)?.account ?? after
  }
}

/** Sees to it that the run in progress can end. */
export const mendRun = async (database: Database, queue: Queue): Promise<void> => {
  const run = await openRun(database)
  if (run?.isFilled) await queueAgain(database, queue, run.id)
}

/** Ends the run in progress when every account of it has an outcome; true where it did. */
export const finishRuns = async (database: Database): Promise<boolean> => {
  const { rows } = await database.query(
    `update mesh_balance.run set finished_at = now(), (accounts, fresh, failed, parked) = (
       select count(*), count(*) filter (where outcome = 'fresh'), count(*) filter (where outcome = 'failed'),
         count(*) filter (where outcome = 'parked') from mesh_balance.run_account where run = run.id)
     where finished_at is null and filled_at is not null
       and not exists (select from mesh_balance.run_account where run = run.id and outcome is null)
     returning id`,
  )
  return rows.length > 0
}
