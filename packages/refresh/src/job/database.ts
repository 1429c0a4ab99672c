/** Runs one statement. Amounts come back as text, with every digit. */
export interface Sql {
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
  /** Runs statements that take no values, one after the other. */
  script(text: string): Promise<void>
}

/** Options of pg-boss, in types of our own: what this package declares is to compile without its declarations. */
export type BossConnection =
  | { readonly connectionString: string; readonly max: number }
  | { readonly backend: 'pglite'; readonly db: { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> } }

/** The one place where balances, runs and the queue are kept: a folder or a server. */
export interface Database extends Sql {
  /** How pg-boss reaches the same place. */
  readonly boss: BossConnection
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>
  /** Clears up after many changes, where the database does not do so by itself. */
  maintain(): Promise<void>
  close(): Promise<void>
}

/** The database cannot be reached or used; the message says which one and what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}

const isServer = (location: string): boolean => /^postgres(?:ql)?:\/\//.test(location)

/**
 * Opens the database: `postgres://…` for a server, or the path of a folder, which is made if it is not there; `memory://` keeps nothing.
 *
 * @throws DatabaseError
 */
export const openDatabase = async (location: string): Promise<Database> =>
  isServer(location)
    ? await (await import('./postgres-database.js')).openPostgres(location)
    : await (await import('./pglite-database.js')).openPglite(location)
