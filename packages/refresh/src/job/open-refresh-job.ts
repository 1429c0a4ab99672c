import { MeshConfigError } from '@mesh-balance/client'
import type { BalanceReader } from '../in-process/account-reader.js'
import type { AccountSource } from '../in-process/refresh-balances.js'
import { openDatabase } from './database.js'
import { migrate } from './migrate.js'
import type { ExactBalance } from './outcomes.js'
import { type QueueOptions, startQueue } from './queue.js'
import { type LinkedAccount, openRun, type Run, startRun } from './runs.js'
import { readStatus, type Status } from './status.js'
import { type StoredBalance, storedBalances } from './stored-balances.js'
import { type WorkerOptions, work } from './worker.js'

export interface RefreshJobOptions {
  /** `postgres://…` for a server, or the path of a folder, which one process at a time can use. Default: the variable `DATABASE_URL`. */
  database?: string | undefined
  /** Seconds without a sign of life after which the accounts of a worker go to others. At least 10. Default: 60. */
  heartbeatSeconds?: number | undefined
  /** Seconds between two looks for such workers. Default: 30. */
  superviseSeconds?: number | undefined
  /** Whole seconds before an account is tried again after a passing failure; doubled for each further one, up to 300. Default: 2. */
  retryDelay?: number | undefined
}

export interface RefreshJob extends AsyncDisposable {
  /** Begins a run over all accounts, or goes on with the one in progress: there is never more than one. Parked accounts are left out. */
  startRun(accounts: AccountSource<LinkedAccount>): Promise<Run>
  /**
   * Reads what is queued. Any number of processes may do so. Without `until` it goes on until its signal; with it, until that run has ended.
   *
   * @throws AuthenticationError where the client's keys are wrong
   */
  work(mesh: BalanceReader<ExactBalance>, options: WorkOptions): Promise<void>
  /** Lets runs begin by a cron expression (`*∕15 * * * *`) or a recurrence rule (`FREQ=MINUTELY;INTERVAL=15`); undefined ends it. */
  schedule(rule: string | undefined): Promise<void>
  /** Tells that an account was connected again; the next run reads it. False where it was not parked. */
  reconnected(account: string): Promise<boolean>
  status(): Promise<Status>
  /** The latest balances, by account and currency. */
  balances(): AsyncGenerator<StoredBalance, void, void>
  /** Again does no harm. */
  close(): Promise<void>
}

export interface WorkOptions extends Omit<WorkerOptions, 'heartbeat' | 'isDone' | 'onIdle'> {
  /** Id of the run whose end ends the work. */
  readonly until?: number | undefined
  /** The accounts of a run that begins by the schedule. Without it, this worker begins none. */
  readonly accounts?: (() => AccountSource<LinkedAccount>) | undefined
}

/**
 * Opens the job that keeps balances fresh: its tables and its queue, which are made where they are missing.
 *
 * @throws DatabaseError where the database cannot be reached or used
 * @throws MeshConfigError for an option that is missing or cannot be used
 */
export const openRefreshJob = async ({
  database: location = process.env['DATABASE_URL'],
  heartbeatSeconds = 60,
  superviseSeconds = 30,
  retryDelay = 2,
}: RefreshJobOptions = {}): Promise<RefreshJob> => {
  if (!location) throw new MeshConfigError('database is missing: give a folder or a postgres:// URL, or set DATABASE_URL.')
  if (!(heartbeatSeconds >= 10)) throw new MeshConfigError('heartbeatSeconds must be a number of 10 or more.')
  const options: QueueOptions = { heartbeatSeconds, superviseSeconds, retryDelay }
  const database = await openDatabase(location)
  const open = async () => {
    await migrate(database)
    return await startQueue(database, options)
  }
  const queue = await open().catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const end = async () => {
    await queue.stop()
    await database.close()
  }
  let ended: Promise<void> | undefined
  const close = () => (ended ??= end())
  return {
    startRun: (accounts) => startRun(database, queue, accounts),
    work: (mesh, { until, accounts, ...options }) =>
      work(database, queue, mesh, {
        ...options,
        heartbeat: (heartbeatSeconds * 1000) / 4,
        isDone: async () => until !== undefined && (await openRun(database))?.id !== until,
        onIdle: async () => {
          if (accounts !== undefined && (await queue.isDue())) await startRun(database, queue, accounts())
        },
      }),
    schedule: (rule) => queue.schedule(rule),
    reconnected: async (account) => {
      const { rows } = await database.query(
        `update mesh_balance.account set state = 'new', reason = null, failures = 0 where id = $1 and state = 'parked' returning id`,
        [account],
      )
      return rows.length > 0
    },
    status: () => readStatus(database),
    balances: () => storedBalances(database),
    close,
    [Symbol.asyncDispose]: close,
  }
}
