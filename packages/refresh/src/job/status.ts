import type { Database } from './database.js'

/** How far a run has come. */
export interface RunStatus {
  /** As `startRun()` gave it. */
  readonly id: number
  /** When it began. */
  readonly startedAt: Date
  /** When its last account was done with; null while it is in progress. */
  readonly finishedAt: Date | null
  /** Number of accounts that it reads; it grows while the run is being queued. */
  readonly accounts: number
  /** Number of accounts that were read. */
  readonly fresh: number
  /** Number of accounts that could not be read. */
  readonly failed: number
  /** Number of accounts that must be connected again. */
  readonly parked: number
}

/** What is known of all accounts. */
export interface Status {
  /** The latest first, ten at most. */
  readonly runs: readonly RunStatus[]
  /** Number of accounts by state: new, fresh, failing, parked. */
  readonly accounts: Readonly<Record<'new' | 'fresh' | 'failing' | 'parked', number>>
  /** When the balance that has not been read for the longest time was read. */
  readonly oldest: Date | null
  /** The cron expression or recurrence rule by which runs begin; null where none does. */
  readonly schedule: string | null
}

export const readStatus = async (database: Database, schedule: string | undefined): Promise<Status> => {
  const runs = await database.query<RunStatus>(
    `select id, started_at as "startedAt", finished_at as "finishedAt", accounts, fresh, failed, parked
     from mesh_balance.run where finished_at is not null
     union all
     select id, started_at, null, count(account)::integer, count(*) filter (where outcome = 'fresh')::integer,
       count(*) filter (where outcome = 'failed')::integer, count(*) filter (where outcome = 'parked')::integer
     from mesh_balance.run left join mesh_balance.run_account on run = id where finished_at is null group by id
     order by id desc limit 10`,
  )
  const states = await database.query<{ state: keyof Status['accounts']; count: number; oldest: Date | null }>(
    'select state, count(*)::integer as count, min(read_at) as oldest from mesh_balance.account group by state',
  )
  const accounts = { new: 0, fresh: 0, failing: 0, parked: 0 }
  for (const { state, count } of states.rows) accounts[state] = count
  const times = states.rows.flatMap(({ oldest }) => (oldest === null ? [] : [oldest.getTime()]))
  const oldest = times.length === 0 ? null : new Date(Math.min(...times))
  return { runs: runs.rows, accounts, oldest, schedule: schedule ?? null }
}
