import { DatabaseError } from './database-error.js'

/** Runs one statement. Amounts come back as text, with every digit. */
export interface Sql {
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
  /** Runs statements that take no values, one after the other. */
  script(text: string): Promise<void>
}

/** How pg-boss reaches the database. */
export interface BossConnection {
  readonly db: { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }
  readonly backend?: 'pglite'
}

/** The one place where balances, runs and the queue are kept: a folder or a server. */
export interface Database extends Sql {
  readonly boss: BossConnection
  /** Is begun again, `work` included, where it and another one wait for each other. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>
  /** Clears up after many changes, where the database does not do so by itself. */
  maintain(): Promise<void>
  close(): Promise<void>
}

const isServer = (location: string): boolean => /^postgres(?:ql)?:\/\//.test(location)

/**
 * Opens the database: `postgres://…` for a server, or the path of a folder, which is made if it is not there; `memory://` keeps nothing.
 *
 * @throws DatabaseError
 */
export const openDatabase = async (location: string): Promise<Database> => {
  if (isServer(location)) return await (await import('./postgres-database.js')).openPostgres(location)
  // Not told: what is almost a URL of a server holds its password. As a folder it would hide the mistake.
  if (location.includes('://') && location !== 'memory://')
    throw new DatabaseError('The database is neither a folder nor a URL that begins with postgres:// (quotes and spaces count).')
  return await (await import('./pglite-database.js')).openPglite(location)
}
