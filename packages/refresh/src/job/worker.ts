import { setTimeout as sleep } from 'node:timers/promises'
import type { BalanceRequest } from '@mesh-balance/client'
import type { BalanceReader } from '../in-process/account-reader.js'
import { refreshBalances } from '../in-process/refresh-balances.js'
import type { Database } from './database.js'
import { createFleetRate } from './fleet-rate.js'
import { outcomeOf } from './outcome-of.js'
import { createOutcomeWriter } from './outcome-writer.js'
import { type ExactBalance, type Outcome, storeOutcomes } from './outcomes.js'
import type { Queue, QueuedAccount } from './queue.js'
import { finishRuns, type LinkedAccount } from './runs.js'

export interface WorkerOptions {
  /** Gives the token of an account when it is needed; a failure is tried again later. */
  readonly token: (account: LinkedAccount, signal: AbortSignal) => string | Promise<string>
  /** Accounts that are read at the same time. Default: 10. */
  readonly concurrency?: number | undefined
  /** Requests a second, by all workers of the database together. Default: as many as the server takes. */
  readonly rate?: number | undefined
  /** Takes no further accounts; what is under way is finished. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds that what is under way has after that, before it is broken off and given back. Default: 10 000. */
  readonly grace?: number | undefined
  /** Milliseconds between two looks at an empty queue. Default: 1000. */
  readonly poll?: number | undefined
  /** Whether to end; asked when the queue is empty. Default: never. */
  readonly isDone?: (() => Promise<boolean>) | undefined
  /** Is called when the queue is empty, before it is looked at again. */
  readonly onIdle?: (() => Promise<void>) | undefined
  /** Is called when outcomes are stored. */
  readonly onStored?: ((outcomes: readonly Outcome[]) => void) | undefined
  /** Milliseconds between two signs of life. */
  readonly heartbeat: number
}

/** Accounts that are taken from the queue at once. */
const MOST_TAKEN = 500

/**
 * Reads accounts from the queue until it is told to end. Everything that it finished is stored, and the rest given back.
 *
 * @throws AuthenticationError where the client's keys are wrong
 */
export const work = async (
  database: Database,
  queue: Queue,
  mesh: BalanceReader<ExactBalance>,
  { token, concurrency = 10, rate, signal, grace = 10_000, poll = 1000, heartbeat, isDone, onIdle, onStored }: WorkerOptions,
): Promise<void> => {
  /** Taken and not yet stored. */
  const held = new Map<string, QueuedAccount>()
  const failed = new AbortController()
  const ending = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal])
  const breakingOff = new AbortController()
  const endOfGrace = () => sleep(grace, undefined, { ref: false }).then(() => breakingOff.abort())
  ending.addEventListener('abort', endOfGrace, { once: true })

  let taking: Promise<QueuedAccount[]> | undefined
  let askedAt = performance.now()
  let lastTaken = 0
  /** Takes about as many as were read in a second lately: a slow institution's accounts are then not held here while others idle. */
  const take = async (): Promise<QueuedAccount[]> => {
    const now = performance.now()
    const inASecond = (lastTaken / (now - askedAt)) * 1000
    askedAt = now
    const taken = await queue.take(Math.ceil(Math.min(MOST_TAKEN, Math.max(2 * concurrency, inASecond))))
    lastTaken = taken.length
    for (const job of taken) held.set(job.attempt.id, job)
    return taken
  }
  async function* jobs(): AsyncGenerator<QueuedAccount> {
    while (!ending.aborted) {
      const taken = await (taking ?? take())
      taking = undefined
      for (const [index, job] of taken.entries()) {
        if (ending.aborted) return
        // Asks for more while there is still work, so that nobody waits for the database.
        if (taken.length - index === concurrency) taking = take()
        yield job
      }
      if (taken.length > 0) continue
      await storeLost(database, queue)
      if (await finishRuns(database)) await database.maintain()
      await onIdle?.()
      if (await isDone?.()) return
      await sleep(poll, undefined, { signal: ending }).catch(() => {})
    }
  }

  const writer = createOutcomeWriter(
    async (outcomes) => {
      await storeOutcomes(database, outcomes, async (sql, done, again) => {
        await queue.finish(sql, done)
        await queue.giveBack(sql, again)
      })
      for (const { job } of outcomes) held.delete(job.attempt.id)
      onStored?.(outcomes)
    },
    () => failed.abort(),
  )

  const fleetRate = rate === undefined ? undefined : createFleetRate(database, rate)
  const request = async ({ account: id, type }: QueuedAccount, signal: AbortSignal): Promise<BalanceRequest> => {
    await fleetRate?.(signal)
    return { authToken: await token({ id, type }, signal), type: type as BalanceRequest['type'] }
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
