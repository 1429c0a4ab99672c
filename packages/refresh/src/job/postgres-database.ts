import pg from 'pg'
import type { Database, Sql } from './database.js'
import { DatabaseError, explained, reasonOf } from './database-error.js'

/** Connections of a process: one writes, one takes from the queue, and the others are for what comes now and then. */
const CONNECTIONS = 5

/** @throws DatabaseError */
export const openPostgres = async (url: string): Promise<Database> => {
  const where = `PostgreSQL at ${placeOf(url)}`
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
    throw new DatabaseError(`${where} cannot be reached: ${reasonOf(cause)}. Check DATABASE_URL, and that the server runs.`, {
      cause,
    })
  }
  return {
    ...sqlOf(pool),
    boss: { db: { executeSql: (text, values) => run(pool, text, values) } },
    transaction: async (work) => {
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
    },
    // Autovacuum does that.
    maintain: async () => {},
    close: () => pool.end(),
  }
}

/** Host and database without user and password. */
const placeOf = (url: string): string => {
  if (!URL.canParse(url)) return 'DATABASE_URL'
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
