import type { Database } from './database.js'

/** The latest balance of an account in one currency. Amounts have every digit that the server sent. */
export interface StoredBalance {
  /** Id of the account. */
  readonly account: string
  /** Its institution. */
  readonly type: string
  /** ISO 4217 code, which is also the unit of the amounts. */
  readonly currency: string
  /** Cash that can be withdrawn; below zero for a debt. */
  readonly cash: string | null
  /** The most that can be spent. */
  readonly buyingPower: string | null
  /** The most that can be spent on cryptocurrency. */
  readonly cryptocurrencyBuyingPower: string | null
  /** When its answer came; the API gives no time of its own. */
  readonly readAt: Date
}

const PAGE = 1000

/** The latest balances, ordered by account and currency, a page at a time. */
export async function* storedBalances(database: Database): AsyncGenerator<StoredBalance, void, void> {
  let after: Pick<StoredBalance, 'account' | 'currency'> | undefined
  for (;;) {
    const { rows } = await database.query<StoredBalance>(
      `select account, type, currency, cash, buying_power as "buyingPower",
         cryptocurrency_buying_power as "cryptocurrencyBuyingPower", balance.read_at as "readAt"
       from mesh_balance.balance join mesh_balance.account on account.id = balance.account
       where $1::text is null or (balance.account, currency) > ($1, $2) order by balance.account, currency limit ${PAGE}`,
      [after?.account ?? null, after?.currency ?? null],
    )
    yield* rows
    after = rows.at(-1)
    if (rows.length < PAGE) return
  }
}
