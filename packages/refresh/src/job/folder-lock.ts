import { rmSync } from 'node:fs'
import { mkdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseError, reasonOf } from './database-error.js'

/** Those of this process: in a container, the process before had the same id. */
const ownLocks = new Set<string>()

/** Milliseconds after which a process that was about to take a lock over must have been ended in the middle of it. */
const TAKEOVER = 10_000

/**
 * Keeps a second process out of a folder, which would destroy what the first one writes. The lock of a process that is gone is taken over.
 *
 * @returns what gives the folder back
 * @throws DatabaseError where another process has it
 */
export const lockFolder = async (folder: string): Promise<() => void> => {
  const file = `${folder}.lock`
  for (;;) {
    if (await tryToLock(file)) {
      ownLocks.add(file)
      return () => {
        ownLocks.delete(file)
        rmSync(file, { force: true })
      }
    }
    const owner = await ownerOf(file)
    if (isInUse(file, owner)) {
      throw new DatabaseError(
        `The database in ${folder} is in use by process ${owner}, and a folder takes one at a time. Wait for it, or set DATABASE_URL to a PostgreSQL server. If that process is none of mesh-balance, delete ${file}.`,
      )
    }
    await takeOver(file)
  }
}

const tryToLock = async (file: string): Promise<boolean> => {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw new DatabaseError(`${file} cannot be written: ${reasonOf(error)}.`, { cause: error })
  }
}

/** Deletes a lock of nobody. One process at a time: another could delete the lock that the first one has made since. */
const takeOver = async (file: string): Promise<void> => {
  const turn = `${file}.takeover`
  try {
    await mkdir(turn)
  } catch {
    const { mtimeMs } = await stat(turn).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > TAKEOVER) await rmdir(turn).catch(() => {})
    return await sleep(50)
  }
  try {
    if (!isInUse(file, await ownerOf(file))) rmSync(file, { force: true })
  } finally {
    await rmdir(turn)
  }
}

const ownerOf = async (file: string): Promise<number> => Number(await readFile(file, 'utf8').catch(() => ''))

const isInUse = (file: string, pid: number): boolean => {
  if (pid === process.pid) return ownLocks.has(file)
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
