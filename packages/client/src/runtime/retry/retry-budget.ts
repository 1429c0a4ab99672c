/** Bounds the repeats of all calls of a client, so that an outage does not multiply the load on what is down. */
export interface RetryBudget {
  /** A call has begun: it earns a part of a repeat. */
  earn(): void
  /** Takes one repeat; false when there is none left. */
  spend(): boolean
}

/** Repeats that a client may make at once after a time without failures. */
const CAPACITY = 10
/** Repeats that each call earns: with nothing left, one call in ten may be repeated. */
const EARNED = 0.1

export const createRetryBudget = (): RetryBudget => {
  let tokens = CAPACITY
  return {
    earn: () => {
      tokens = Math.min(CAPACITY, tokens + EARNED)
    },
    spend: () => {
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
