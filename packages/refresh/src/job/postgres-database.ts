import pg from 'pg'
import type { Database, Sql } from './database.js'
import { DatabaseError, explained, reasonOf } from './database-error.js'

/** Connections of a process: one writes, one takes from the queue, and the others are for what comes now and then. */
const CONNECTIONS = 5
/** Tries of a transaction that PostgreSQL ends because it and another one wait for each other. */
const MOST_TRIES = 10

/** @throws DatabaseError */
export const openPostgres = async (url: string): Promise<Database> => {
  const place = placeOf(url)
  const where = `PostgreSQL at ${place ?? 'DATABASE_URL'}`
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, connectionTimeoutMillis: 10_000 })
  // A connection that breaks while nobody uses it, or between two statements of a transaction; whoever asks next is told.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  const run = async (client: pg.Pool | pg.PoolClient, text: string, values?: unknown[]) => {
    try {
      return await client.query(text, values)
    } catch (error) {
      throw explained(where, error)
    }
  }
  const sqlOf = (client: pg.Pool | pg.PoolClient): Sql => ({
    query: async <Row>(text: string, values?: unknown[]) => ({ rows: (await run(client, text, values)).rows as Row[] }),
    script: async (text) => void (await run(client, text)),
  })
  try {
    await pool.query('select 1')
  } catch (cause) {
    await pool.end()
    const advice = place === undefined ? ' In a password, "/", "?" and "#" are written as %2F, %3F and %23.' : ''
    throw new DatabaseError(
      `${where} cannot be reached: ${reasonOf(cause)}. Check DATABASE_URL, and that the server runs.${advice}`,
      { cause },
    )
  }
  const transact = async <Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw explained(where, error)
    })
    let broken: Error | undefined
    try {
      const sql = sqlOf(client)
      await sql.script('begin')
      const result = await work(sql)
      await sql.script('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken = failure))
      throw error
    } finally {
      client.release(broken)
    }
  }
  return {
    ...sqlOf(pool),
    boss: { db: { executeSql: (text, values) => run(pool, text, values) } },
    transaction: async (work) => {
      for (let tries = 1; ; tries++) {
        try {
          return await transact(work)
        } catch (error) {
          if (!isDeadlock(error) || tries === MOST_TRIES) throw error
        }
      }
    },
    // Autovacuum does that.
    maintain: async () => {},
    close: () => pool.end(),
  }
}

const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')

/** Host and database without user and password; undefined where it cannot be told which part is which. */
const placeOf = (url: string): string | undefined => {
  if (!URL.canParse(url)) return undefined
  const { host, pathname, search, hash } = new URL(url)
  // A password with a "/", "?" or "#" ends what is taken for the host, and its "@" comes after it.
  return `${pathname}${search}${hash}`.includes('@') ? undefined : `${host}${pathname}`
}
