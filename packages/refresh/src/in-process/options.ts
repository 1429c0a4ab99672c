import { type BalanceRequest, MeshConfigError } from '@mesh-balance/client'
import type { RefreshProgress } from './progress.js'

/** How `refreshBalances()` does its work. */
export interface RefreshOptions<Account> {
  /** Accounts that are read at the same time. Default: 10. */
  concurrency?: number | undefined
  /** Ends the refresh: what has a result is still given, what is under way is broken off, and the iteration ends without an error. Default: none. */
  signal?: AbortSignal | undefined
  /** Repeats of an account after a passing failure. Being asked to slow down is none. Default: 2. */
  maxRetries?: number | undefined
  /** Requests a second that are never exceeded. Default: as many as the server takes. */
  maxRate?: number | undefined
  /** What a longer `Retry-After` is cut to, in milliseconds. Default: 300 000 (5 minutes). */
  maxRetryAfter?: number | undefined
  /** Makes the request for an account when its turn comes, such as by fetching its token. Default: `authToken` and `type` of the account. */
  request?: ((account: Account, signal: AbortSignal) => BalanceRequest | Promise<BalanceRequest>) | undefined
  /** Number of accounts, for the time left. Default: that of an array, a Set or a Map. */
  total?: number | undefined
  /** Is called after each result, and when the server has asked for a pause. An error that it throws is ignored. Default: none. */
  onProgress?: ((progress: RefreshProgress) => void) | undefined
}

export interface RefreshLimits {
  readonly concurrency: number
  readonly maxRetries: number
  readonly maxRate: number
  readonly maxRetryAfter: number
}

/** @throws MeshConfigError */
export const refreshLimits = ({
  concurrency = 10,
  maxRetries = 2,
  maxRate = Infinity,
  maxRetryAfter = 300_000,
}: Pick<RefreshOptions<never>, keyof RefreshLimits>): RefreshLimits => {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new MeshConfigError('concurrency must be a whole number above 0.')
  if (!Number.isSafeInteger(maxRetries) || maxRetries < 0)
    throw new MeshConfigError('maxRetries must be a whole number of 0 or more.')
  if (!(maxRate > 0)) throw new MeshConfigError('maxRate must be a number above 0; Infinity means no limit.')
  if (!(maxRetryAfter >= 0)) throw new MeshConfigError('maxRetryAfter must be a number of 0 or more.')
  return { concurrency, maxRetries, maxRate, maxRetryAfter: Math.min(maxRetryAfter, LONGEST_TIMER) }
}

const LONGEST_TIMER = 2 ** 31 - 1
