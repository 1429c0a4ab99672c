import { createMeshClient } from '@mesh-balance/client'
import { createProgressCount } from '../in-process/progress.js'
import { type LinkedAccount, openRefreshJob } from '../job/index.js'
import { readAccountsFile } from './accounts-file.js'
import type { CommandOptions } from './command-options.js'
import { onInterruption } from './interruption.js'
import { note, print, printJson } from './print.js'
import { createProgressLine } from './progress-line.js'
import { UsageError } from './usage-error.js'

export const refreshCommand = async ({ args, database, concurrency, rate, json }: CommandOptions): Promise<number> => {
  const [path, ...more] = args
  if (path === undefined || more.length > 0) throw new UsageError('refresh takes one file with accounts.')
  const file = await readAccountsFile(path)
  const mesh = createMeshClient({ numbers: 'exact' })
  await using job = await openRefreshJob({ database })
  const line = createProgressLine()
  const { signal, release } = onInterruption(() => {
    line.end()
    note('Finishing what is under way. Once more ends at once, and loses nothing either.')
  })
  const runOf = async (id: number) => (await job.status()).runs.find((run) => run.id === id)
  const goOn = 'To go on: the same command again.'
  try {
    const { id, isContinued } = await job.startRun(untilAborted(file.accounts, signal))
    if (isContinued) note(`Going on with run ${id}.`)
    const { accounts = 0, fresh = 0, failed = 0, parked = 0 } = (await runOf(id)) ?? {}
    const progress = createProgressCount(accounts, { done: fresh + failed + parked, failed: failed + parked })
    await job.work(mesh, {
      until: id,
      concurrency,
      rate,
      signal,
      poll: 200,
      token: file.tokenOf,
      onStored: (outcomes) => {
        for (const { outcome } of outcomes) if (outcome !== 'later') progress.count(outcome !== 'fresh')
        line.show(progress.read(0))
      },
    })
    line.end()
    const run = await runOf(id)
    if (json) printJson(run)
    if (run === undefined || run.finishedAt === null) {
      note(`Run ${id} is not finished. ${goOn}`)
      return 130
    }
    if (!json) {
      print(
        `Run ${id}: ${run.accounts} accounts, ${run.fresh} read, ${run.failed} failed, ${run.parked} to be connected again.\n`,
      )
    }
    return run.fresh === run.accounts ? 0 : 3
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    note(`Not every account is queued. ${goOn}`)
    return 130
  } finally {
    line.end()
    release()
  }
}

class Interrupted extends Error {}

/** A source that ends early would pass for a complete one. */
function* untilAborted(accounts: readonly LinkedAccount[], signal: AbortSignal): Generator<LinkedAccount> {
  for (const account of accounts) {
    if (signal.aborted) throw new Interrupted()
    yield account
  }
}
