import { rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { DatabaseError } from './database-error.js'

/**
 * Keeps a second process out of a folder, which would destroy what the first one writes. The lock of a process that is gone is taken over.
 *
 * @returns what gives the folder back
 * @throws DatabaseError where another process has it
 */
export const lockFolder = async (folder: string): Promise<() => void> => {
  const file = `${folder}.lock`
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw new DatabaseError(`${file} cannot be written: ${error instanceof Error ? error.message : error}`, { cause: error })
      }
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''))
    if (isRunning(owner)) {
      throw new DatabaseError(
        `The database in ${folder} is in use by process ${owner}, and a folder takes one at a time. Wait for it, or set DATABASE_URL to a PostgreSQL server.`,
      )
    }
    rmSync(file, { force: true })
  }
}

const isRunning = (pid: number): boolean => {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
