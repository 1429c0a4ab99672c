import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { fromPglite } from 'pg-boss'
import type { Database, Sql } from './database.js'
import { DatabaseError, explained, reasonOf } from './database-error.js'
import { lockFolder } from './folder-lock.js'

/** @throws DatabaseError */
export const openPglite = async (location: string): Promise<Database> => {
  const where = `The database in ${location}`
  const isInMemory = location === 'memory://'
  if (!isInMemory) await mkdir(dirname(location), { recursive: true })
  const unlock = isInMemory ? () => {} : await lockFolder(location)
  const pglite = new PGlite(location)
  try {
    await pglite.waitReady
  } catch (cause) {
    unlock()
    throw new DatabaseError(`${location} cannot be opened as a database: ${reasonOf(cause)}. Is it one, and is the disk full?`, {
      cause,
    })
  }
  const told = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work
    } catch (error) {
      throw explained(where, error)
    }
  }
  const sqlOf = (client: PGlite | Transaction): Sql => ({
    query: async <Row>(text: string, values?: unknown[]) => ({ rows: (await told(client.query(text, values))).rows as Row[] }),
    script: async (text) => void (await told(client.exec(text))),
  })
  const boss = fromPglite(pglite)
  return {
    ...sqlOf(pglite),
    boss: { db: { executeSql: (text, values) => told(boss.executeSql(text, values)) }, backend: 'pglite' },
    transaction: (work) => told(pglite.transaction((client) => work(sqlOf(client)))),
    // PGlite has no autovacuum.
    maintain: async () => void (await told(pglite.exec('vacuum analyze'))),
    close: async () => {
      await pglite.close()
      unlock()
    },
  }
}
