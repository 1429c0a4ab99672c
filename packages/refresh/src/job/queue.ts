import { MeshConfigError } from '@mesh-balance/client'
import { PgBoss } from 'pg-boss'
import type { Database, Sql } from './database.js'
import { DatabaseError, reasonOf } from './database-error.js'

/** One taking of a job. When others have taken it since, it is no longer this one's to finish. */
export interface JobAttempt {
  readonly id: string
  readonly retryCount: number
}

/** What the queue holds of an account: nothing that opens it. */
export interface AccountJob {
  readonly run: number
  readonly account: string
  readonly type: string
}

export interface QueuedAccount extends AccountJob {
  /** The attempt that this process holds. */
  readonly attempt: JobAttempt
}

export interface QueueOptions {
  /** Seconds after which a worker that gives no sign of life has lost its accounts to the others. At least 10. */
  readonly heartbeatSeconds: number
  /** Seconds between two looks for such workers. */
  readonly superviseSeconds: number
  /** Seconds before the first repeat of an account after a passing failure; doubled for each further one. 0 for at once. */
  readonly retryDelay: number
}

/** The accounts that wait to be read, and the schedule of runs, in pg-boss. */
export interface Queue {
  /** Adds accounts; one that is queued or being read already stays as it is. */
  add(sql: Sql, jobs: readonly AccountJob[]): Promise<void>
  /** Takes so many accounts at most, which nobody else has then. */
  take(count: number): Promise<QueuedAccount[]>
  /** Tells that they are still being worked on. */
  keep(attempts: readonly JobAttempt[]): Promise<void>
  finish(sql: Sql, attempts: readonly JobAttempt[]): Promise<void>
  /** Gives them back, to be taken again after a while. */
  giveBack(sql: Sql, attempts: readonly JobAttempt[]): Promise<void>
  /** Accounts whose workers were lost too often, such as because they end the process that reads them. */
  takeLost(): Promise<QueuedAccount[]>
  finishLost(sql: Sql, attempts: readonly JobAttempt[]): Promise<void>
  /**
   * Lets a run begin by cron expression or recurrence rule; undefined ends the schedule.
   *
   * @throws MeshConfigError where it is neither
   */
  schedule(rule: string | undefined): Promise<void>
  /** The rule by which runs begin. */
  scheduled(): Promise<string | undefined>
  /** Calls `begin` where a run is due by the schedule, for whoever asks first. If that fails or the process ends, others are asked later. */
  whenDue(begin: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

const accounts = 'refresh-account'
const lost = 'refresh-account-lost'
const due = 'refresh-run-due'

/** A worker that dies takes no part in the count of an account's failures; this ends what kills every worker. */
const MOST_WORKERS_LOST = 50

/** @throws DatabaseError */
export const startQueue = async (
  database: Database,
  { heartbeatSeconds, superviseSeconds, retryDelay }: QueueOptions,
): Promise<Queue> => {
  const boss = new PgBoss({
    ...database.boss,
    schema: 'mesh_queue',
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    cronWorkerIntervalSeconds: 5,
  })
  // Maintenance that failed is done again by itself; what the work needs rejects where it is asked for.
  boss.on('error', () => {})
  try {
    // Processes that make a new database's queue at the same moment trip over each other; who does so finds it there a second later.
    await boss.start({ attempts: 3 })
    await boss.createQueue(lost, { retryLimit: MOST_WORKERS_LOST })
    const options = {
      retryLimit: MOST_WORKERS_LOST,
      retryDelay,
      // Backoff would make a second of none.
      ...(retryDelay === 0 ? { retryBackoff: false } : { retryBackoff: true, retryDelayMax: 300 }),
      heartbeatSeconds,
      expireInSeconds: 23 * 3600,
      // The rows that say what became of an account are the run's.
      deleteAfterSeconds: 600,
    }
    // `exclusive` with the account as its key: queued or being read, it is there once.
    await boss.createQueue(accounts, { ...options, policy: 'exclusive', deadLetter: lost })
    await boss.updateQueue(accounts, options)
    await boss.createQueue(due, { policy: 'exclusive', deleteAfterSeconds: 600 })
  } catch (cause) {
    await boss.stop({ graceful: false }).catch(() => {})
    if (cause instanceof DatabaseError) throw cause
    throw new DatabaseError(`The queue cannot be set up: ${reasonOf(cause)}.`, { cause })
  }

  const within = (sql: Sql) => ({ db: { executeSql: (text: string, values?: unknown[]) => sql.query(text, values) } })
  const take = async (name: string, batchSize: number): Promise<QueuedAccount[]> =>
    (await boss.fetch<AccountJob>(name, { batchSize })).map(({ id, retryCount, data }) => ({
      ...data,
      attempt: { id, retryCount },
    }))
  return {
    add: async (sql, jobs) => {
      const rows = jobs.map((data) => ({ data, singletonKey: data.account }))
      if (rows.length > 0) await boss.insert(accounts, rows, within(sql))
    },
    take: (count) => take(accounts, count),
    keep: async (attempts) => void (attempts.length > 0 && (await boss.touch(accounts, [...attempts]))),
    finish: async (sql, attempts) =>
      void (attempts.length > 0 && (await boss.complete(accounts, [...attempts], null, within(sql)))),
    giveBack: async (sql, attempts) =>
      void (attempts.length > 0 && (await boss.fail(accounts, [...attempts], null, within(sql)))),
    takeLost: () => take(lost, 100),
    finishLost: async (sql, attempts) =>
      void (attempts.length > 0 && (await boss.complete(lost, [...attempts], null, within(sql)))),
    schedule: async (rule) => {
      if (rule === undefined) return await boss.unschedule(due)
      try {
        await boss.schedule(due, rule, null, { singletonKey: 'due' })
      } catch (cause) {
        if (cause instanceof DatabaseError) throw cause
        throw new MeshConfigError(`"${rule}" is no cron expression and no recurrence rule: ${reasonOf(cause)}.`, { cause })
      }
    },
    scheduled: async () => (await boss.getSchedules(due))[0]?.cron,
    whenDue: async (begin) => {
      const jobs = await boss.fetch(due)
      if (jobs.length === 0) return
      await begin()
      await boss.complete(due, jobs)
    },
    stop: () => boss.stop({ graceful: false }),
  }
}
