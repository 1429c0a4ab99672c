import type { CommandOptions } from './command-options.js'
import { openExistingJob } from './open-existing-job.js'
import { print, printJson, table } from './print.js'

export const statusCommand = async ({ database, json }: CommandOptions): Promise<number> => {
  await using job = await openExistingJob(database)
  const status = await job.status()
  if (json) {
    printJson(status)
    return 0
  }
  const rows = status.runs.map((run) =>
    [
      run.id,
      run.startedAt.toISOString(),
      run.finishedAt?.toISOString() ?? 'in progress',
      run.accounts,
      run.fresh,
      run.failed,
      run.parked,
    ].map(String),
  )
  print(table(['RUN', 'STARTED', 'FINISHED', 'ACCOUNTS', 'READ', 'FAILED', 'TO RECONNECT'], rows))
  const { fresh, failing, parked, new: never } = status.accounts
  print(`\nAccounts: ${fresh} fresh, ${failing} failing, ${parked} to be connected again, ${never} never read\n`)
  print(`Oldest balance: ${status.oldest?.toISOString() ?? 'none'}\n`)
  print(`Runs begin: ${status.schedule ?? 'when told to'}\n`)
  return 0
}
