import { CLIENT, CLIENT_UNDICI } from './contenders.ts'
import type { Ratios } from './section.ts'

/** What `--check` wants of the medians: at most, or at least. A goal is printed where it is missed, and fails nothing. */
const limits: Readonly<Record<string, { readonly most?: number; readonly least?: number; readonly goal?: number }>> = {
  [`CPU of ${CLIENT} against fetch, 1 at a time`]: { most: 1.1 },
  [`CPU of ${CLIENT} against fetch, 64 at a time`]: { most: 1.05 },
  [`CPU of ${CLIENT_UNDICI} against fetch, 64 at a time`]: { most: 0.45 },
  'CPU of exact numbers against the default, 64 at a time': { most: 1.15 },
  'CPU of validation against the default, 64 at a time': { most: 1.25 },
  'bytes of the client, gzipped': { most: 8000, goal: 6000 },
  'milliseconds to import the client': { most: 6 },
  'time to type-check a consumer, against openapi-fetch': { most: 1.3 },
  'memory to type-check a consumer, against openapi-fetch': { most: 1.3 },
  'start of mesh-mock, against Prism': { most: 0.6 },
  'requests a second of mesh-mock, against Prism': { least: 1.5 },
}

export interface Verdict {
  readonly name: string
  readonly value: number
  readonly limit: string
  readonly goal?: number
  readonly holds: boolean
}

/** A verdict on every figure that has a limit: those that were measured, or all of them after a whole run. */
export const verdictsOn = (ratios: Ratios, isWhole: boolean): Verdict[] =>
  Object.entries(limits).flatMap(([name, { most = Infinity, least = -Infinity, goal }]) => {
    if (!isWhole && ratios[name] === undefined) return []
    const value = ratios[name]?.median ?? Number.NaN
    const limit = least > -Infinity ? `≥ ${least}` : `≤ ${most}`
    // A figure that is none does not hold either.
    const holds = value <= most && value >= least
    return [{ name, value, limit, holds, ...(goal !== undefined && value > goal && { goal }) }]
  })
