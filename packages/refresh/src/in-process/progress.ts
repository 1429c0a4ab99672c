import { createRateMeter } from './rate-meter.js'

/** How far a refresh has come. */
export interface RefreshProgress {
  /** Accounts that have a result, failed ones included. */
  readonly done: number
  /** Accounts whose result is an error. */
  readonly failed: number
  /** Accounts in all; undefined where the source does not say. */
  readonly total: number | undefined
  /** Accounts done a second, lately. */
  readonly rate: number
  /** Milliseconds until the last account is done, at this rate; undefined where that is not known. */
  readonly timeLeft: number | undefined
  /** Milliseconds until the next request starts, while the server wants none; 0 otherwise. */
  readonly pause: number
}

/** Counts results. */
export interface ProgressCount {
  count(failed: boolean): void
  read(pause: number): RefreshProgress
}

/** @param before what was done earlier, which says nothing of the rate */
export const createProgressCount = (total: number | undefined, before = { done: 0, failed: 0 }): ProgressCount => {
  const meter = createRateMeter(10_000, 100, performance.now())
  let { done, failed } = before
  return {
    count: (isFailure) => {
      done++
      if (isFailure) failed++
      meter.count(performance.now())
    },
    read: (pause) => {
      const rate = meter.rate(performance.now())
      const timeLeft = total === undefined || rate < 0.001 ? undefined : (Math.max(0, total - done) / rate) * 1000
      return { done, failed, total, rate, timeLeft, pause }
    },
  }
}
