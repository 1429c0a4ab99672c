import { createRateMeter } from './rate-meter.js'

/** Decides for all workers together when the next request may start. */
export interface Pace {
  /** Milliseconds until the request may start; 0 for now. What is above 0 is to be asked again after it. */
  wait(): number
  /** A request that was sent at `sentAt` was served. */
  served(): void
  /** A request that was sent at `sentAt` was turned away as one too many. */
  turnedAway(sentAt: number, retryAfter: number | undefined): void
  /** Requests a second that may start now; `Infinity` as long as nothing was turned away. */
  readonly limit: number
  /** Until when nothing may start, on the clock of the pace. */
  readonly pausedUntil: number
}

export interface PaceOptions {
  /** Requests a second that are never exceeded. */
  readonly maxRate: number
  /** What a longer `Retry-After` is cut to, in milliseconds. */
  readonly maxRetryAfter: number
  readonly now?: () => number
}

/** As TCP does with a congested network (additive increase, multiplicative decrease). */
const DECREASE = 0.5
/** A rate that was halved is back after so many seconds. */
const SECONDS_TO_REGAIN = 10
/** Requests a second, at the least: a server that takes more again is to be noticed. Pauses do what is slower. */
const LOWEST = 1
/** Requests a second more, each second, at the least. */
const LOWEST_GAIN = 0.5
/** Milliseconds of a pause where the server does not say how long; doubled while it goes on turning requests away. */
const FIRST_PAUSE = 1000
const LONGEST_PAUSE = 60_000
/** Milliseconds; a timer is not more exact, and a rate above 500 a second needs more than one start for each tick. */
const TOLERANCE = 2

export const createPace = ({ maxRate, maxRetryAfter, now = () => performance.now() }: PaceOptions): Pace => {
  const meter = createRateMeter(1000, 1000, now())
  let limit = maxRate
  let gain = 0
  let grownAt = 0
  let next = 0
  let pausedUntil = 0
  let decreasedAt = Number.NEGATIVE_INFINITY
  let pause = FIRST_PAUSE

  return {
    wait: () => {
      const time = now()
      if (time < pausedUntil) return pausedUntil - time
      if (limit === Infinity) return 0
      if (next - time > TOLERANCE) return next - time
      next = Math.max(next, time - TOLERANCE) + 1000 / limit
      return 0
    },
    served: () => {
      const time = now()
      meter.count(time)
      pause = FIRST_PAUSE
      if (gain === 0 || time <= grownAt) return
      limit = Math.min(maxRate, limit + (gain * (time - grownAt)) / 1000)
      grownAt = time
    },
    turnedAway: (sentAt, retryAfter) => {
      const time = now()
      // What was sent before the last decrease says nothing about the rate since.
      if (sentAt >= decreasedAt) {
        const seen = Math.min(limit, meter.rate(time))
        limit = Math.max(Math.min(LOWEST, maxRate), seen * DECREASE)
        gain = Math.max(LOWEST_GAIN, (seen * (1 - DECREASE)) / SECONDS_TO_REGAIN)
        decreasedAt = time
        if (retryAfter === undefined) {
          pausedUntil = Math.max(pausedUntil, time + pause)
          pause = Math.min(LONGEST_PAUSE, pause * 2)
        }
      }
      if (retryAfter !== undefined) pausedUntil = Math.max(pausedUntil, time + Math.min(retryAfter, maxRetryAfter))
      grownAt = pausedUntil
      next = Math.max(next, pausedUntil)
    },
    get limit() {
      return limit
    },
    get pausedUntil() {
      return pausedUntil
    },
  }
}
