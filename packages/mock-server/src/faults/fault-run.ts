import type { Random } from '../engine/seeded.js'
import { type Breakage, type Fault, isBreakage } from './fault.js'
import { createRateLimit, type RateLimit } from './rate-limit.js'

/** What happens to one request. */
export interface Misfortune {
  /** The faults that were drawn, as they were written. */
  readonly faults: readonly string[]
  /** Milliseconds before the answer. */
  readonly delay: number
  readonly breakage: Breakage | undefined
  /** The request is over the limit: seconds until one will be let through again. */
  readonly retryAfter: number | undefined
  /** The request fails with this scenario; with the operation's own failure where the name is empty. */
  readonly failure: string | undefined
}

/** Faults, and what they remember from request to request. */
export interface FaultRun {
  /** A request that is refused anyway is none of those that `fail` counts. */
  next(isValid: boolean): Misfortune
}

export interface FaultRunOptions {
  readonly random: Random
  /** After its failures and one success, begin anew. Default: succeed from then on. */
  readonly repeats?: boolean
}

export const noMisfortune: Misfortune = { faults: [], delay: 0, breakage: undefined, retryAfter: undefined, failure: undefined }

export function createFaultRun(faults: readonly Fault[], { random, repeats = false }: FaultRunOptions): FaultRun {
  const limits = new Map<Fault, RateLimit>()
  const failed = new Map<Fault, number>()

  function limitOf(fault: Fault & { kind: 'rate-limit' }): RateLimit {
    const limit = limits.get(fault) ?? createRateLimit(fault.requests, fault.seconds)
    limits.set(fault, limit)
    return limit
  }

  function failsNow(fault: Fault & { kind: 'fail' }): boolean {
    const times = failed.get(fault) ?? 0
    const isOver = times >= fault.times
    failed.set(fault, isOver && repeats ? 0 : Math.min(times + 1, fault.times))
    return !isOver
  }

  return {
    next(isValid) {
      let happens: Misfortune = noMisfortune
      for (const fault of faults) {
        if (fault.kind === 'fail' && !isValid) continue
        if (fault.chance < 1 && random() >= fault.chance) continue
        const more = effectOf(fault)
        if (more)
          happens = { ...happens, ...more, faults: [...happens.faults, fault.text], delay: happens.delay + (more.delay ?? 0) }
      }
      return happens
    },
  }

  function effectOf(fault: Fault): Partial<Misfortune> | undefined {
    switch (fault.kind) {
      case 'latency':
        return { delay: fault.latency(random) }
      case 'break':
        return { breakage: fault.breakage }
      case 'rate-limit': {
        const retryAfter = limitOf(fault).secondsToWait(performance.now())
        return retryAfter === undefined ? undefined : { retryAfter }
      }
      case 'fail': {
        if (!failsNow(fault)) return undefined
        const { failure = '' } = fault
        return isBreakage(failure) ? { breakage: failure } : { failure }
      }
    }
  }
}
