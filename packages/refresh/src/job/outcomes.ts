import type { AccountBalance, DecimalString, Exact } from '@mesh-balance/client'
import type { Database, Sql } from './database.js'
import type { JobAttempt, QueuedAccount } from './queue.js'

/** A balance with every digit that the server sent. */
export type ExactBalance = Exact<AccountBalance>

/** A result that is to be stored. */
export interface Outcome {
  readonly job: QueuedAccount
  readonly readAt: Date
  readonly outcome: AccountOutcome['outcome']
  readonly reason?: string
  readonly balance?: ExactBalance
}

/** What became of an account that was taken from the queue, as it was stored. */
export interface AccountOutcome {
  /** Id of the run. */
  readonly run: number
  /** Id of the account. */
  readonly account: string
  /** Its institution. */
  readonly type: string
  /**
   * `fresh`: read. `failed`: not read in this run. `parked`: its person must connect it again. `later`: a passing failure, and the account is
   * queued again.
   */
  readonly outcome: 'fresh' | 'failed' | 'parked' | 'later'
  /** Why it was not read. Holds no secret. */
  readonly reason?: string
  /** When its answer came. */
  readonly readAt: Date
  /** What was read. */
  readonly balance?: ExactBalance
}

/** Passing failures of an account in one run, after which it has failed. */
const MOST_FAILURES = 5

/** What has been written, and which attempts are done with or to be tried again. */
interface Written {
  readonly stored: AccountOutcome[]
  readonly done: JobAttempt[]
  readonly again: JobAttempt[]
}

/** What has an outcome in its run already is left as it is, and done with, so that to write twice is to write once. */
const writeOutcomes = async (sql: Sql, outcomes: readonly Outcome[]): Promise<Written> => {
  const { rows } = await sql.query<{ position: number; reached: AccountOutcome['outcome'] | null }>(statement, [
    JSON.stringify(outcomes.map(rowOf)),
  ])
  const reached = new Map(rows.map((row) => [row.position, row.reached ?? 'later']))
  const written: Written = { stored: [], done: [], again: [] }
  for (const [position, { job, ...rest }] of outcomes.entries()) {
    const outcome = reached.get(position)
    const { attempt, ...account } = job
    if (outcome === 'later') written.again.push(attempt)
    else written.done.push(attempt)
    if (outcome !== undefined) written.stored.push({ ...account, ...rest, outcome })
  }
  return written
}

const rowOf = ({ job, readAt, outcome, reason, balance }: Outcome, position: number) => ({
  position,
  run: job.run,
  account: job.account,
  outcome,
  reason,
  read_at: readAt.toISOString(),
  total_cash_usd: balance?.totalCashUsdValue,
  total_buying_power_usd: balance?.totalBuyingPowerUsdValue,
  balances: balance?.balances?.map((entry) => ({
    currency: entry.currencyCode ?? '',
    cash: entry.cash,
    buying_power: entry.buyingPower,
    cryptocurrency_buying_power: entry.cryptocurrencyBuyingPower,
  })) satisfies Record<string, DecimalString | string | null | undefined>[] | undefined,
})

// One statement, so that a batch costs one trip. Entries of one currency in one answer are one balance.
// `coalesce` keeps the planner from the index of what is pending, which it would read as a whole: it believes a new run to be small.
const statement = `
with given as (
  select * from jsonb_to_recordset($1::jsonb) as given(position integer, run integer, account text, outcome text, reason text,
    read_at timestamptz, total_cash_usd numeric, total_buying_power_usd numeric, balances jsonb)
), written as (
  update mesh_balance.run_account present set
    outcome = case when given.outcome = 'later' then case when present.failures + 1 >= ${MOST_FAILURES} then 'failed' end else given.outcome end,
    failures = present.failures + (given.outcome = 'later')::integer,
    reason = given.reason,
    read_at = given.read_at
  from given where present.run = given.run and present.account = given.account and coalesce(present.outcome, '') = ''
  returning given.*, present.outcome as reached
), state as (
  update mesh_balance.account present set
    state = case written.outcome when 'fresh' then 'fresh' when 'parked' then 'parked' else 'failing' end,
    reason = written.reason,
    failures = case when written.outcome = 'fresh' then 0 else present.failures + 1 end,
    read_at = case when written.outcome = 'fresh' then written.read_at else present.read_at end,
    total_cash_usd = case when written.outcome = 'fresh' then written.total_cash_usd else present.total_cash_usd end,
    total_buying_power_usd = case when written.outcome = 'fresh' then written.total_buying_power_usd else present.total_buying_power_usd end
  from written where present.id = written.account
), entry as (
  select run, account, currency, sum(cash) as cash, sum(buying_power) as buying_power,
    sum(cryptocurrency_buying_power) as cryptocurrency_buying_power, read_at
  from written, jsonb_to_recordset(case jsonb_typeof(balances) when 'array' then balances else '[]' end)
    as balance(currency text, cash numeric, buying_power numeric, cryptocurrency_buying_power numeric)
  where outcome = 'fresh' group by run, account, currency, read_at
), history as (
  insert into mesh_balance.balance_history (run, account, currency, cash, buying_power, cryptocurrency_buying_power, read_at)
  select run, account, currency, cash, buying_power, cryptocurrency_buying_power, read_at from entry
), latest as (
  insert into mesh_balance.balance (account, currency, cash, buying_power, cryptocurrency_buying_power, read_at)
  select account, currency, cash, buying_power, cryptocurrency_buying_power, read_at from entry
  on conflict (account, currency) do update set cash = excluded.cash, buying_power = excluded.buying_power,
    cryptocurrency_buying_power = excluded.cryptocurrency_buying_power, read_at = excluded.read_at
), gone as (
  delete from mesh_balance.balance present using written
  where written.outcome = 'fresh' and present.account = written.account
    and not exists (select from entry where entry.account = present.account and entry.currency = present.currency)
)
select position, reached from written`

/** What PostgreSQL says of a value that it cannot hold, such as an amount of more digits than a `numeric` has, or a currency too long for an index. */
const isDataError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(?:22|54)/.test(error.code)

const UNSTORABLE = 'The reason cannot be stored.'

/** Writes outcomes by a transaction. One that cannot be stored becomes a failure of its account and holds up no other. */
export const storeOutcomes = async (
  database: Database,
  outcomes: readonly Outcome[],
  settle: (sql: Sql, done: JobAttempt[], again: JobAttempt[]) => Promise<void>,
): Promise<AccountOutcome[]> => {
  try {
    return await database.transaction(async (sql) => {
      const { stored, done, again } = await writeOutcomes(sql, outcomes)
      await settle(sql, done, again)
      return stored
    })
  } catch (error) {
    const [first, ...more] = outcomes
    if (!isDataError(error) || first === undefined) throw error
    if (more.length > 0) {
      const stored: AccountOutcome[] = []
      for (const outcome of outcomes) stored.push(...(await storeOutcomes(database, [outcome], settle)))
      return stored
    }
    const { job, readAt, balance, outcome, reason } = first
    if (balance !== undefined)
      return await storeOutcomes(database, [{ job, readAt, outcome: 'failed', reason: 'The balance cannot be stored.' }], settle)
    // Words of the server, with characters that the database does not have.
    if (reason === undefined || reason === UNSTORABLE) throw error
    return await storeOutcomes(database, [{ job, readAt, outcome, reason: UNSTORABLE }], settle)
  }
}
