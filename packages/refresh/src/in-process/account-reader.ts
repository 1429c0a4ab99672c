import { setTimeout as sleep } from 'node:timers/promises'
import { type BalanceRequest, type CallOptions, isPassing, MeshApiError, TooManyRequestError } from '@mesh-balance/client'
import type { Pace } from './pace.js'

/** What is needed of a client: `createMeshClient()` makes one, with `numbers: 'exact'` or without. */
export interface BalanceReader<Balance> {
  /** Makes one call, as the client does. */
  getBalance(request: BalanceRequest, options: CallOptions): PromiseLike<Balance>
}

export interface AccountReaderOptions {
  readonly pace: Pace
  readonly maxRetries: number
  readonly signal: AbortSignal
  /** Is called when the server has asked for a pause. */
  readonly onPause: () => void
}

/** Reads the balance of one account, with its repeats. The request is made anew for each attempt. */
export type AccountReader<Balance> = (request: () => BalanceRequest | Promise<BalanceRequest>) => Promise<Balance>

/** How often one account may be turned away; a server that turns everything away would hold it for ever. */
const MOST_TURNED_AWAY = 10

export const createAccountReader = <Balance>(
  mesh: BalanceReader<Balance>,
  { pace, maxRetries, signal, onPause }: AccountReaderOptions,
): AccountReader<Balance> => {
  // The repeats are made here and not by the client: all workers are to know when one of them is turned away.
  const options: CallOptions = { signal, retry: false }
  return async (request) => {
    let failed = 0
    let turnedAway = 0
    for (;;) {
      for (let wait = pace.wait(); wait > 0; wait = pace.wait()) await sleep(Math.ceil(wait), undefined, { signal })
      const made = request()
      const ready = made instanceof Promise ? await unlessAborted(made, signal) : made
      const sentAt = performance.now()
      try {
        const balance = await mesh.getBalance(ready, options)
        pace.served()
        return balance
      } catch (error) {
        if (isTurnedAway(error)) {
          pace.turnedAway(sentAt, error.retryAfter)
          onPause()
          if (++turnedAway > MOST_TURNED_AWAY) throw error
        } else {
          if (!isPassing(error) || ++failed > maxRetries) throw error
          await sleep(backoff(failed), undefined, { signal })
        }
      }
    }
  }
}

/** A server that says when to come back wants fewer requests, whatever else it says. */
const isTurnedAway = (error: unknown): error is MeshApiError =>
  error instanceof TooManyRequestError ||
  (error instanceof MeshApiError && (error.httpStatus === 429 || (error.retryAfter !== undefined && isPassing(error))))

/** Milliseconds, random so that accounts that failed together do not come back together. */
const backoff = (failed: number): number => Math.random() * Math.min(8000, 250 * 2 ** (failed - 1))

/** What the caller's function waits for may take no notice of the signal. */
const unlessAborted = <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
