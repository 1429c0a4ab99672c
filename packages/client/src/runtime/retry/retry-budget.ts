/** Bounds the repeats of all calls of a client, so that an outage does not multiply the load on what is down. */
export interface RetryBudget {
  /** A call has begun: it earns a part of a repeat. */
  earn(): void
  /** Takes one repeat; false when there is none left. */
  spend(): boolean
}

// Counted in whole calls, because tenths do not add up in binary.

/** What a repeat costs: with nothing left, one call in ten may be repeated. */
const COST = 10
/** Ten repeats, which a client may make at once after a time without failures. */
const CAPACITY = 10 * COST

export const createRetryBudget = (): RetryBudget => {
  let calls = CAPACITY
  return {
    earn: () => {
      calls = Math.min(CAPACITY, calls + 1)
    },
    spend: () => {
      if (calls < COST) return false
      calls -= COST
      return true
    },
  }
}
