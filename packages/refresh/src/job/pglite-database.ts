import { mkdir, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { fromPglite } from 'pg-boss'
import type { Database, Sql } from './database.js'
import { DatabaseError, explained, fullError, reasonOf } from './database-error.js'
import { lockFolder } from './folder-lock.js'

/**
 * Bytes that must be left on the disk. PGlite does not survive a log that it cannot write: it tries again for ever, and nothing in the process
 * can run then. Its log grows by 16 MB at once.
 */
const LEAST_ROOM = 64 * 2 ** 20
/** Milliseconds for which an answer about that holds. */
const ROOM_HOLDS = 1000

/** @throws DatabaseError */
export const openPglite = async (location: string): Promise<Database> => {
  const where = `The database in ${location}`
  const isInMemory = location === 'memory://'
  if (!isInMemory) {
    await mkdir(dirname(location), { recursive: true })
    const found = await stat(location).catch(() => undefined)
    if (found !== undefined && !found.isDirectory())
      throw new DatabaseError(`${location} is a file, and not a folder with a database.`)
  }
  let roomSeenAt = Number.NEGATIVE_INFINITY
  const checkRoom = async () => {
    if (isInMemory || performance.now() - roomSeenAt < ROOM_HOLDS) return
    roomSeenAt = performance.now()
    const { bavail, bsize } = await statfs(dirname(location))
    if (bavail * bsize < LEAST_ROOM)
      throw fullError(where, `it needs ${LEAST_ROOM >> 20} MB, and ${(bavail * bsize) >> 20} MB are left`)
  }
  await checkRoom()
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
  const told = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      await checkRoom()
      return await work()
    } catch (error) {
      throw explained(where, error)
    }
  }
  const sqlOf = (client: PGlite | Transaction): Sql => ({
    query: async <Row>(text: string, values?: unknown[]) => ({
      rows: (await told(() => client.query(text, values))).rows as Row[],
    }),
    script: async (text) => void (await told(() => client.exec(text))),
  })
  const boss = fromPglite(pglite)
  return {
    ...sqlOf(pglite),
    boss: { db: { executeSql: (text, values) => told(() => boss.executeSql(text, values)) }, backend: 'pglite' },
    transaction: (work) => told(() => pglite.transaction((client) => work(sqlOf(client)))),
    // PGlite has no autovacuum.
    maintain: async () => void (await told(() => pglite.exec('vacuum analyze'))),
    close: async () => {
      // What it could not write at the end is in its log, and the next opening finds it there.
      await pglite.close().finally(unlock)
    },
  }
}
