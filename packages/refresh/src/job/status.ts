import type { Database } from './database.js'

export interface RunStatus {
  readonly id: number
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly accounts: number
  readonly fresh: number
  readonly failed: number
  readonly parked: number
}

export interface Status {
  /** The latest first, ten at most. */
  readonly runs: readonly RunStatus[]
  /** Number of accounts by state: new, fresh, failing, parked. */
  readonly accounts: Readonly<Record<'new' | 'fresh' | 'failing' | 'parked', number>>
  /** When the balance that has not been read for the longest time was read. */
  readonly oldest: Date | null
}

export const readStatus = async (database: Database): Promise<Status> => {
  const runs = await database.query<RunStatus>(
    `select id, started_at as "startedAt", finished_at as "finishedAt", counted.*
     from (select * from mesh_balance.run order by id desc limit 10) run, lateral (
       select accounts, fresh, failed, parked where finished_at is not null
       union all
       select count(*)::integer as accounts, count(*) filter (where outcome = 'fresh')::integer as fresh,
         count(*) filter (where outcome = 'failed')::integer as failed, count(*) filter (where outcome = 'parked')::integer as parked
       from mesh_balance.run_account where run = run.id and finished_at is null
       having run.finished_at is null) counted
     order by id desc`,
  )
  const states = await database.query<{ state: keyof Status['accounts']; count: number; oldest: Date | null }>(
    'select state, count(*)::integer as count, min(read_at) as oldest from mesh_balance.account group by state',
  )
  const accounts = { new: 0, fresh: 0, failing: 0, parked: 0 }
  for (const { state, count } of states.rows) accounts[state] = count
  const times = states.rows.flatMap(({ oldest }) => (oldest === null ? [] : [oldest.getTime()]))
  return { runs: runs.rows, accounts, oldest: times.length === 0 ? null : new Date(Math.min(...times)) }
}
