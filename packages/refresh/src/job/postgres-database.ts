import pg from 'pg'
import { type Database, DatabaseError, type Sql } from './database.js'

/** @throws DatabaseError */
export const openPostgres = async (url: string): Promise<Database> => {
  const pool = new pg.Pool({ connectionString: url, max: 5, connectionTimeoutMillis: 10_000 })
  // A connection that breaks while nobody uses it, or between two statements of a transaction; whoever asks next is told.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  const sqlOf = (client: pg.Pool | pg.PoolClient): Sql => ({
    query: async <Row>(text: string, values?: unknown[]) => ({ rows: (await client.query(text, values)).rows as Row[] }),
    script: async (text) => void (await client.query(text)),
  })
  try {
    await pool.query('select 1')
  } catch (cause) {
    await pool.end()
    throw new DatabaseError(
      `PostgreSQL at ${whereOf(url)} cannot be reached: ${reasonOf(cause)}. Check DATABASE_URL, and that the server runs.`,
      { cause },
    )
  }
  return {
    ...sqlOf(pool),
    boss: { connectionString: url, max: 5 },
    transaction: async (work) => {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query('begin')
        const result = await work(sqlOf(client))
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => (broken = failure))
        throw error
      } finally {
        client.release(broken)
      }
    },
    maintain: async () => {},
    close: () => pool.end(),
  }
}

/** Host and database without user and password. */
const whereOf = (url: string): string => {
  if (!URL.canParse(url)) return 'DATABASE_URL'
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** Where a name has several addresses, Node throws one error for all of them, without a message. */
const reasonOf = (cause: unknown): string => {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(', ')
  return cause instanceof Error ? cause.message : String(cause)
}
