/** Counts requests by windows of time, the first of which begins with the first request. */
export interface RateLimit {
  /** Seconds until a request will be let through again, at least 1; undefined where this one is. */
  secondsToWait(now: number): number | undefined
}

/** @param now Milliseconds, of any clock that only goes forward. */
export function createRateLimit(requests: number, windowSeconds: number): RateLimit {
  let end = Number.NEGATIVE_INFINITY
  let count = 0
  return {
    secondsToWait(now) {
      if (now >= end) {
        end = now + windowSeconds * 1000
        count = 0
      }
      count += 1
      return count <= requests ? undefined : Math.max(1, Math.ceil((end - now) / 1000))
    },
  }
}
