/** Counts what happens, and forgets it with time: how many a second, lately. */
export interface RateMeter {
  count(now: number): void
  /** Events a second at `now`. */
  rate(now: number): number
}

/**
 * @param memory milliseconds after which an event counts for about a third
 * @param shortest milliseconds that are looked back at least, so that a few events at once are no high rate
 */
export const createRateMeter = (memory: number, shortest: number, begin: number): RateMeter => {
  let weight = 0
  let last = begin
  const fade = (now: number) => {
    weight *= Math.exp((last - now) / memory)
    last = now
  }
  return {
    count: (now) => {
      fade(now)
      weight += 1
    },
    rate: (now) => {
      fade(now)
      // What has not been running for as long as the memory reaches back has had less time to count.
      const seen = 1 - Math.exp(-Math.max(shortest, now - begin) / memory)
      return (weight / (memory * seen)) * 1000
    },
  }
}
