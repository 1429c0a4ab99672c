import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { fromPglite } from 'pg-boss'
import { type Database, DatabaseError, type Sql } from './database.js'
import { lockFolder } from './folder-lock.js'

/** @throws DatabaseError */
export const openPglite = async (location: string): Promise<Database> => {
  const isInMemory = location === 'memory://'
  if (!isInMemory) await mkdir(dirname(location), { recursive: true })
  const unlock = isInMemory ? () => {} : await lockFolder(location)
  const pglite = new PGlite(location)
  try {
    await pglite.waitReady
  } catch (cause) {
    unlock()
    throw new DatabaseError(`The database in ${location} cannot be opened. Is it one, and is the disk full?`, { cause })
  }
  const sqlOf = (client: PGlite | Transaction): Sql => ({
    query: async <Row>(text: string, values?: unknown[]) => ({ rows: (await client.query(text, values)).rows as Row[] }),
    script: async (text) => void (await client.exec(text)),
  })
  return {
    ...sqlOf(pglite),
    boss: { db: fromPglite(pglite), backend: 'pglite' },
    transaction: (work) => pglite.transaction((client) => work(sqlOf(client))),
    // PGlite has no autovacuum.
    maintain: async () => void (await pglite.exec('vacuum analyze')),
    close: async () => {
      await pglite.close()
      unlock()
    },
  }
}
