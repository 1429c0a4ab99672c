import { existsSync } from 'node:fs'
import { DatabaseError, openRefreshJob, type RefreshJob } from '../job/index.js'

/**
 * Opens what `refresh` or `worker` have made: a look at a folder that is not there makes none.
 *
 * @throws DatabaseError
 */
export const openExistingJob = async (database: string): Promise<RefreshJob> => {
  if (!database.includes('://') && !existsSync(database))
    throw new DatabaseError(`There is no database in ${database}: "mesh-balance refresh" makes it, and --database names another.`)
  return await openRefreshJob({ database })
}
