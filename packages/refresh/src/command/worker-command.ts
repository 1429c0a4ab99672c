import { createMeshClient, MeshConfigError } from '@mesh-balance/client'
import { openRefreshJob } from '../job/index.js'
import { readAccountsFile } from './accounts-file.js'
import type { CommandOptions } from './command-options.js'
import { onInterruption } from './interruption.js'
import { note, print, printJson } from './print.js'
import { UsageError } from './usage-error.js'

export const workerCommand = async ({ args, database, concurrency, rate, schedule, json }: CommandOptions): Promise<number> => {
  const [path, ...more] = args
  if (path === undefined || more.length > 0) throw new UsageError('worker takes one file with accounts.')
  const file = await readAccountsFile(path)
  const mesh = createMeshClient({ numbers: 'exact' })
  await using job = await openRefreshJob({ database })
  if (schedule !== undefined) {
    await job.schedule(schedule === 'off' ? undefined : schedule).catch((error: unknown) => {
      throw error instanceof MeshConfigError ? new UsageError(error.message) : error
    })
  }
  const { signal, release } = onInterruption(() =>
    note('Finishing what is under way. Once more ends at once, and loses nothing either.'),
  )
  note(`Working with ${file.accounts.length} accounts known. End with Ctrl-C.`)
  try {
    await job.work(mesh, {
      concurrency,
      rate,
      signal,
      token: file.tokenOf,
      accounts: () => file.accounts,
      onStored: (outcomes) => {
        for (const { run, account, outcome, reason, readAt } of outcomes) {
          if (json) printJson({ run, account, outcome, reason, readAt })
          else print(`${readAt.toISOString()} ${outcome} ${account}${reason === undefined ? '' : ` ${reason}`}\n`)
        }
      },
    })
    return 0
  } finally {
    release()
  }
}
