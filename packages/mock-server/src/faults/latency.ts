import type { Random } from '../engine/seeded.js'
import { longestTimer } from '../longest-timer.js'

/** Milliseconds to wait, drawn anew for each answer. */
export type Latency = (random: Random) => number

/** Of the standard normal distribution: below it are 99 of 100 values. */
const z99 = 2.3263478740408408

/**
 * Reads `200` (fixed), `100..400` (evenly spread) or `p50:120,p99:900` (log-normal, as latencies are: half of the answers take up to 120 ms,
 * one of a hundred more than 900). Undefined for other text.
 */
export function readLatency(text: string): Latency | undefined {
  const [, fixed] = /^(\d{1,9})$/.exec(text) ?? []
  if (fixed !== undefined) return () => Number(fixed)

  const [, least, most] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text) ?? []
  if (least !== undefined && Number(least) <= Number(most)) {
    return (random) => Math.round(Number(least) + random() * (Number(most) - Number(least)))
  }

  const [, p50, p99] = /^p50:(\d{1,9}),\s*p99:(\d{1,9})$/.exec(text) ?? []
  if (Number(p50) > 0 && Number(p50) <= Number(p99)) {
    const median = Math.log(Number(p50))
    const deviation = (Math.log(Number(p99)) - median) / z99
    return (random) => Math.min(Math.round(Math.exp(median + deviation * standardNormal(random))), longestTimer)
  }
  return undefined
}

/** By Box and Muller. */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
