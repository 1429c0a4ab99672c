import { mkdir, readdir, realpath, stat, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
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
export const openPglite = async (given: string): Promise<Database> => {
  const isInMemory = given === 'memory://'
  // One name for one folder, with a "/" at its end or without, by a link or not: its lock goes by the name.
  const location = isInMemory ? given : await realpath(given).catch(() => resolve(given))
  const where = `The database in ${given}`
  const disk = isInMemory ? '' : await prepareFolder(location, given)
  let roomSeenAt = Number.NEGATIVE_INFINITY
  const checkRoom = async () => {
    if (isInMemory || performance.now() - roomSeenAt < ROOM_HOLDS) return
    roomSeenAt = performance.now()
    const { bavail, bsize } = await statfs(disk)
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
    throw new DatabaseError(`${given} cannot be opened as a database: ${reasonOf(cause)}. Is it one, and is the disk full?`, {
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

/** What PostgreSQL keeps in its folder, and what systems leave in any. */
const isOfDatabase = (name: string): boolean =>
  /^(?:\..*|PG_VERSION|base|global|lost\+found|pg_.*|postgresql\..*|postmaster\..*)$/.test(name)

/**
 * Makes what the folder lies in.
 *
 * @returns a path on its disk
 */
const prepareFolder = async (location: string, given: string): Promise<string> => {
  try {
    await mkdir(dirname(location), { recursive: true })
  } catch (cause) {
    throw new DatabaseError(`A database in ${given} cannot be made: ${reasonOf(cause)}.`, { cause })
  }
  const found = await stat(location).catch(() => undefined)
  if (found === undefined) return dirname(location)
  if (!found.isDirectory()) throw new DatabaseError(`${given} is a file, and not a folder with a database.`)
  const other = (await readdir(location).catch(() => [])).find((name) => !isOfDatabase(name))
  if (other !== undefined)
    throw new DatabaseError(`${given} has other files, such as ${other}. Name a folder for the database alone.`)
  return location
}
