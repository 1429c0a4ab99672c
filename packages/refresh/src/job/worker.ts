import { setTimeout as sleep } from 'node:timers/promises'
import type { BalanceRequest } from '@mesh-balance/client'
import type { BalanceReader } from '../in-process/account-reader.js'
import { AccountSourceError } from '../in-process/account-source-error.js'
import { refreshBalances } from '../in-process/refresh-balances.js'
import type { Database } from './database.js'
import { createFleetRate } from './fleet-rate.js'
import { outcomeOf, TokenError } from './outcome-of.js'
import { createOutcomeWriter } from './outcome-writer.js'
import { type ExactBalance, type Outcome, storeOutcomes } from './outcomes.js'
import type { Queue, QueuedAccount } from './queue.js'
import { finishRuns, mendRun, openRun, startRun } from './runs.js'
import { type WorkOptions, workLimits } from './work-options.js'

/** Accounts that are taken from the queue at once, at most. */
const MOST_TAKEN = 500
/** Milliseconds between two looks, at an empty queue, for accounts that should be in it. */
const MENDING = 10_000

/**
 * Reads accounts from the queue until it is told to end. Everything that it finished is stored, and the rest given back.
 *
 * @param heartbeat milliseconds between two signs of life
 * @throws AuthenticationError where the client's keys are wrong
 * @throws DatabaseError where the database goes away
 * @throws MeshConfigError for an option that cannot be used
 */
export const work = async (
  database: Database,
  queue: Queue,
  mesh: BalanceReader<ExactBalance>,
  heartbeat: number,
  { token, until, accounts, signal, onStored, ...limits }: WorkOptions,
): Promise<void> => {
  const { concurrency, rate, grace, poll } = workLimits(limits)
  /** Taken and not yet stored. */
  const held = new Map<string, QueuedAccount>()
  const failed = new AbortController()
  const ending = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal])
  const breakingOff = new AbortController()
  const endOfGrace = () => sleep(grace, undefined, { ref: false }).then(() => breakingOff.abort())
  ending.addEventListener('abort', endOfGrace, { once: true })

  let taking: Promise<QueuedAccount[]> | undefined
  let takenAt = performance.now()
  let lastTaken = 0
  let mendedAt = Number.NEGATIVE_INFINITY
  /** Takes about as many as were read in a second lately: what a slow institution has is then not held here while other workers idle. */
  const take = async (): Promise<QueuedAccount[]> => {
    const now = performance.now()
    const inASecond = (lastTaken / (now - takenAt)) * 1000
    takenAt = now
    const taken = await queue.take(Math.ceil(Math.min(MOST_TAKEN, Math.max(2 * concurrency, inASecond))))
    lastTaken = taken.length
    for (const job of taken) held.set(job.attempt.id, job)
    return taken
  }
  async function* jobs(): AsyncGenerator<QueuedAccount> {
    while (!ending.aborted) {
      taking ??= take()
      const taken = await taking
      taking = undefined
      for (const [index, job] of taken.entries()) {
        if (ending.aborted) return
        // Asks for more while there is still work, so that nobody waits for the database.
        if (taken.length - index === concurrency) {
          taking = take()
          // It is awaited later, or never; a failure in between is no unhandled one.
          taking.catch(() => {})
        }
        yield job
      }
      if (taken.length > 0) continue
      await storeLost(database, queue)
      if (await finishRuns(database)) await database.maintain()
      else if (performance.now() - mendedAt > MENDING) {
        mendedAt = performance.now()
        await mendRun(database, queue)
      }
      if (accounts !== undefined) await queue.whenDue(async () => void (await startRun(database, queue, accounts())))
      if (until !== undefined && (await openRun(database))?.id !== until) return
      await sleep(poll, undefined, { signal: ending }).catch(() => {})
    }
  }

  const writer = createOutcomeWriter(
    async (outcomes) => {
      const stored = await storeOutcomes(database, outcomes, async (sql, done, again) => {
        await queue.finish(sql, done)
        await queue.giveBack(sql, again)
      })
      for (const { job } of outcomes) held.delete(job.attempt.id)
      onStored?.(stored)
    },
    () => failed.abort(),
  )

  const turn = rate === Infinity ? undefined : createFleetRate(database, rate)
  // Async, so that what is thrown at once is a rejection as well.
  const tokenOf = async (...asked: Parameters<WorkOptions['token']>) => await token(...asked)
  const request = async ({ account: id, type }: QueuedAccount, signal: AbortSignal): Promise<BalanceRequest> => {
    await turn?.(signal)
    const authToken = await tokenOf({ id, type }, signal).catch(() => '')
    if (typeof authToken !== 'string' || authToken === '') throw new TokenError()
    return { authToken, type: type as BalanceRequest['type'] }
  }
  const beat = setInterval(() => {
    queue.keep([...held.values()].map(({ attempt }) => attempt)).catch(() => {})
  }, heartbeat)
  try {
    // Passing failures are repeated by the queue, so that another worker may do it and this one need not wait.
    const options = { concurrency, request, maxRetries: 0, signal: breakingOff.signal }
    for await (const result of refreshBalances(mesh, jobs(), options)) await writer.add(outcomeOf(result))
    await writer.flush()
    if (writer.failure !== undefined) throw writer.failure.error
  } catch (error) {
    // The source is the queue, and what it threw says more.
    throw error instanceof AccountSourceError ? error.cause : error
  } finally {
    // A source that is left while it waits goes on by itself; it must not take what is given back here.
    failed.abort()
    clearInterval(beat)
    ending.removeEventListener('abort', endOfGrace)
    await writer.flush()
    // What is broken off does not wait for its source, which may be taking more just then.
    await taking?.catch(() => {})
    const rest = [...held.values()].map(({ attempt }) => attempt)
    // Where that fails, the others notice that there is no sign of life.
    await queue.giveBack(database, rest).catch(() => {})
  }
}

/** An account that ends every process that reads it has failed; the run is to end without it. */
const storeLost = async (database: Database, queue: Queue): Promise<void> => {
  const lost = await queue.takeLost()
  if (lost.length === 0) return
  const outcomes = lost.map(
    (job): Outcome => ({ job, readAt: new Date(), outcome: 'failed', reason: 'Every worker that read it was lost.' }),
  )
  await storeOutcomes(database, outcomes, (sql, done) => queue.finishLost(sql, done))
}
