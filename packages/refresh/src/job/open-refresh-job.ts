import { MeshConfigError } from '@mesh-balance/client'
import type { BalanceReader } from '../in-process/account-reader.js'
import type { AccountSource } from '../in-process/refresh-balances.js'
import { openDatabase } from './database.js'
import { DatabaseError, reasonOf } from './database-error.js'
import { migrate } from './migrate.js'
import type { ExactBalance } from './outcomes.js'
import { startQueue } from './queue.js'
import { type LinkedAccount, type Run, startRun } from './runs.js'
import { readStatus, type Status } from './status.js'
import { type StoredBalance, storedBalances } from './stored-balances.js'
import type { WorkOptions } from './work-options.js'
import { work } from './worker.js'

/** How `openRefreshJob()` opens a job. */
export interface RefreshJobOptions {
  /** `postgres://…` for a server, or the path of a folder, which one process at a time can use. Default: the variable `DATABASE_URL`. */
  database?: string | undefined
  /** Whole seconds without a sign of life after which the accounts of a worker go to others. At least 10. Default: 60. */
  heartbeatSeconds?: number | undefined
  /** Whole seconds between two looks for such workers. Default: 30. */
  superviseSeconds?: number | undefined
  /** Whole seconds before an account is tried again after a passing failure; doubled for each further one, up to 300. Default: 2. */
  retryDelay?: number | undefined
}

/** Keeps the balances of accounts fresh, in a database that others may share. `await using` closes it. */
export interface RefreshJob extends AsyncDisposable {
  /**
   * Begins a run over all accounts, or goes on with the one in progress: there is never more than one. Parked accounts are left out.
   *
   * @throws DatabaseError where the database goes away; what the source throws comes through, and the next call goes on
   * @throws MeshConfigError for an account whose id or type cannot be used, and the next call goes on
   */
  startRun(accounts: AccountSource<LinkedAccount>): Promise<Run>
  /**
   * Reads what is queued. Any number of processes may do so. Without `until` it goes on until its signal; with it, until that run has ended.
   *
   * @throws AuthenticationError where the client's keys are wrong
   * @throws DatabaseError where the database goes away
   * @throws MeshConfigError for an option that cannot be used
   */
  work(mesh: BalanceReader<ExactBalance>, options: WorkOptions): Promise<void>
  /**
   * Lets runs begin by a cron expression (`0 6 * * *`) or a recurrence rule (`FREQ=MINUTELY;INTERVAL=15`), in UTC; undefined ends that.
   *
   * @throws MeshConfigError where it is neither
   */
  schedule(rule: string | undefined): Promise<void>
  /** Tells that an account was connected again; the next run reads it. False where it was not parked. */
  reconnected(account: string): Promise<boolean>
  /** Runs, and accounts by state. */
  status(): Promise<Status>
  /** The latest balances, by account and currency. */
  balances(): AsyncGenerator<StoredBalance, void, void>
  /** Gives the database back. End `work()` first. Again does no harm. */
  close(): Promise<void>
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
  checkWhole('heartbeatSeconds', heartbeatSeconds, 10)
  checkWhole('superviseSeconds', superviseSeconds, 1)
  checkWhole('retryDelay', retryDelay, 0)
  const database = await openDatabase(location)
  const open = async () => {
    await migrate(database)
    return await startQueue(database, { heartbeatSeconds, superviseSeconds, retryDelay })
  }
  const queue = await open().catch(async (error: unknown) => {
    // That it cannot be closed either says less.
    await database.close().catch(() => {})
    if (error instanceof DatabaseError) throw error
    // Such as a user without the right to make a schema.
    throw new DatabaseError(`The tables cannot be set up: ${reasonOf(error)}.`, { cause: error })
  })
  // A database that went away cannot be left in order, and has been told of already.
  const end = async () => {
    await queue.stop().catch(() => {})
    await database.close().catch(() => {})
  }
  let ended: Promise<void> | undefined
  const close = () => (ended ??= end())
  return {
    startRun: (accounts) => startRun(database, queue, accounts),
    work: (mesh, options) => work(database, queue, mesh, (heartbeatSeconds * 1000) / 4, options),
    schedule: (rule) => queue.schedule(rule),
    reconnected: async (account) => {
      const { rows } = await database.query(
        `update mesh_balance.account set state = 'new', reason = null, failures = 0 where id = $1 and state = 'parked' returning id`,
        [account],
      )
      return rows.length > 0
    },
    status: async () => await readStatus(database, await queue.scheduled()),
    balances: () => storedBalances(database),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const checkWhole = (name: string, value: number, least: number): void => {
  if (!Number.isSafeInteger(value) || value < least)
    throw new MeshConfigError(`${name} must be a whole number of ${least} or more.`)
}
