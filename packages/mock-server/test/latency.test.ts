import { expect, test } from 'vitest'
import { createRandom } from '../src/engine/seeded.js'
import { readLatency } from '../src/faults/latency.js'
import { createRateLimit } from '../src/faults/rate-limit.js'

const drawn = (notation: string) => {
  const latency = readLatency(notation)
  const random = createRandom('test')
  return Array.from({ length: 20_000 }, () => latency?.(random) ?? Number.NaN).sort((a, b) => a - b)
}
const share = (values: number[], below: number) => values.filter((value) => value <= below).length / values.length

test('a fixed latency is always the same', () => expect(new Set(drawn('200'))).toEqual(new Set([200])))

test('a range is spread evenly, both ends included', () => {
  const values = drawn('100..400')
  expect([values.at(0), values.at(-1)]).toEqual([100, 400])
  expect(share(values, 250)).toBeCloseTo(0.5, 1)
  expect(share(values, 175)).toBeCloseTo(0.25, 1)
})

test('percentiles are those of a log-normal distribution', () => {
  const values = drawn('p50:120,p99:900')
  expect(share(values, 120)).toBeCloseTo(0.5, 1)
  expect(share(values, 900)).toBeGreaterThan(0.985)
  expect(share(values, 900)).toBeLessThan(0.995)
  expect(values[0]).toBeGreaterThan(0)
})

test('a rate limit counts by windows that begin with a request', () => {
  const limit = createRateLimit(2, 10)
  expect([0, 1000, 2000, 9500, 9999].map((now) => limit.secondsToWait(now))).toEqual([undefined, undefined, 8, 1, 1])
  expect([10_000, 25_000, 30_000, 30_001].map((now) => limit.secondsToWait(now))).toEqual([undefined, undefined, undefined, 5])
})

test('random numbers are even, and the same for a seed', () => {
  const numbers = (...seed: unknown[]) => {
    const random = createRandom(...seed)
    return Array.from({ length: 2000 }, random)
  }
  expect(numbers(1)).toEqual(numbers(1))
  expect(numbers(1)).not.toEqual(numbers(2))
  expect(share(numbers(1), 0.5)).toBeCloseTo(0.5, 1)
  expect(Math.max(...numbers(1))).toBeLessThan(1)
})
