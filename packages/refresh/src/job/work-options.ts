import { MeshConfigError } from '@mesh-balance/client'
import type { AccountSource } from '../in-process/refresh-balances.js'
import type { AccountOutcome } from './outcomes.js'
import type { LinkedAccount } from './runs.js'

/** How a worker does its work. */
export interface WorkOptions {
  /** Gives the token of an account when its turn comes. Where it throws, the account is tried again later; what it threw is told nowhere. */
  token: (account: LinkedAccount, signal: AbortSignal) => string | Promise<string>
  /** Id of the run whose end ends the work. Default: none, and the work goes on until its signal. */
  until?: number | undefined
  /** The accounts of a run that begins by the schedule. Default: none, and this worker begins no run. */
  accounts?: (() => AccountSource<LinkedAccount>) | undefined
  /** Accounts that this worker reads at the same time. Default: 10. */
  concurrency?: number | undefined
  /** Requests a second, by all workers of the database together. Default: as many as the server takes. */
  rate?: number | undefined
  /** Ends the work: no further accounts are taken, and what is under way is finished. Default: none. */
  signal?: AbortSignal | undefined
  /** What is under way has so long to finish after that, in milliseconds, before it is broken off and given back. Default: 10 000. */
  grace?: number | undefined
  /** Time between two looks at an empty queue, in milliseconds. Default: 1000. */
  poll?: number | undefined
  /** Is called with each batch of outcomes when it is stored. An error that it throws ends the work. Default: none. */
  onStored?: ((outcomes: readonly AccountOutcome[]) => void) | undefined
}

export interface WorkLimits {
  readonly concurrency: number
  readonly rate: number
  readonly grace: number
  readonly poll: number
}

/** @throws MeshConfigError */
export const workLimits = ({
  concurrency = 10,
  rate = Infinity,
  grace = 10_000,
  poll = 1000,
}: Pick<WorkOptions, keyof WorkLimits>): WorkLimits => {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new MeshConfigError('concurrency must be a whole number above 0.')
  if (!(rate > 0)) throw new MeshConfigError('rate must be a number above 0; Infinity means no limit.')
  for (const [name, value] of Object.entries({ grace, poll })) {
    if (!(value >= 0 && value < 2 ** 31)) throw new MeshConfigError(`${name} must be a number of milliseconds, 0 or more.`)
  }
  return { concurrency, rate, grace, poll }
}
