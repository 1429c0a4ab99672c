import type { CommandOptions } from './command-options.js'
import { openExistingJob } from './open-existing-job.js'
import { print, printJson } from './print.js'
import { UsageError } from './usage-error.js'

export const reconnectedCommand = async ({ args, database, json }: CommandOptions): Promise<number> => {
  if (args.length === 0) throw new UsageError('reconnected takes the ids of accounts.')
  await using job = await openExistingJob(database)
  for (const account of args) {
    const wasParked = await job.reconnected(account)
    if (json) printJson({ account, wasParked })
    else print(`${account}: ${wasParked ? 'the next run reads it' : 'was not waiting to be connected again'}\n`)
  }
  return 0
}
