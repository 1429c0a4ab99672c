import { describe, expect, test } from 'vitest'
import { createPace } from '../../src/in-process/pace.js'

/**
 * A server that serves `limit(second)` requests in each `window` seconds, and a fleet of workers that always want to send,
 * on a clock of their own.
 */
const simulate = (
  seconds: number,
  limit: (second: number) => number,
  { window = 1, saysWhen = true, maxRate = Infinity } = {},
) => {
  let clock = 0
  const pace = createPace({ maxRate, maxRetryAfter: 300_000, now: () => clock })
  const served: number[] = Array.from({ length: seconds }, () => 0)
  const turnedAway: number[] = Array.from({ length: seconds }, () => 0)
  const counts = new Map<number, number>()
  /** Requests whose answer is on its way, for 20 ms. */
  const underWay: { sentAt: number }[] = []
  for (; clock < seconds * 1000; clock += 1) {
    for (let first = underWay[0]; first !== undefined && first.sentAt + 20 <= clock; first = underWay[0]) {
      underWay.shift()
      const second = Math.floor(clock / 1000)
      const key = Math.floor(clock / 1000 / window)
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      if (count <= limit(second)) {
        pace.served()
        served[second] = (served[second] ?? 0) + 1
      } else {
        pace.turnedAway(first.sentAt, saysWhen ? (key + 1) * window * 1000 - clock : undefined)
        turnedAway[second] = (turnedAway[second] ?? 0) + 1
      }
    }
    while (underWay.length < 20 && pace.wait() === 0) underWay.push({ sentAt: clock })
  }
  const sum = (values: number[], from: number, to: number) => values.slice(from, to).reduce((a, b) => a + b, 0)
  return {
    served: (from: number, to: number) => sum(served, from, to),
    turnedAway: (from: number, to: number) => sum(turnedAway, from, to),
  }
}

describe('the pace of all workers', () => {
  test('is not limited while nothing is turned away', () => {
    // 20 workers and 20 ms for an answer: a thousand a second.
    expect(simulate(10, () => Infinity).served(0, 10)).toBeGreaterThan(9000)
  })

  test('finds what the server takes, and is seldom turned away then', () => {
    const { served, turnedAway } = simulate(120, () => 100)
    expect(served(20, 120)).toBeGreaterThan(100 * 100 * 0.7)
    expect(turnedAway(20, 120)).toBeLessThan(served(20, 120) * 0.05)
  })

  test('does so where the server does not say when to come back', () => {
    const { served, turnedAway } = simulate(300, () => 100, { saysWhen: false })
    expect(served(20, 300)).toBeGreaterThan(280 * 100 * 0.6)
    expect(turnedAway(20, 300)).toBeLessThan(served(20, 300) * 0.05)
  })

  test('does so for a few requests a minute', () => {
    const { served, turnedAway } = simulate(1200, () => 5, { window: 60 })
    expect(served(0, 1200)).toBeGreaterThanOrEqual(95)
    expect(turnedAway(60, 1200)).toBeLessThan(60)
  })

  test('rises again when the server takes more', () => {
    const { served } = simulate(120, (second) => (second < 40 ? 20 : 200))
    expect(served(30, 40)).toBeLessThan(210)
    expect(served(110, 120)).toBeGreaterThan(500)
  })

  test('comes back after the server has taken nothing for minutes', () => {
    const { served, turnedAway } = simulate(400, (second) => (second < 200 ? 0 : 100), { saysWhen: false })
    expect(turnedAway(0, 200)).toBeLessThan(100)
    expect(served(300, 400)).toBeGreaterThan(1000)
  })

  test('never exceeds the rate that it was given', () => {
    const { served } = simulate(20, () => Infinity, { maxRate: 50 })
    expect(served(0, 20)).toBeGreaterThan(950)
    expect(served(0, 20)).toBeLessThanOrEqual(1001)
  })
})

describe('a pause', () => {
  test('holds for everybody, and is cut to the longest one', () => {
    let clock = 0
    const pace = createPace({ maxRate: Infinity, maxRetryAfter: 5000, now: () => clock })
    pace.turnedAway(0, 3000)
    expect(pace.wait()).toBe(3000)
    pace.turnedAway(0, 60_000)
    expect(pace.wait()).toBe(5000)
    clock = 4999
    expect(pace.wait()).toBe(1)
    clock = 5000
    expect(pace.wait()).toBe(0)
  })

  test('is not cut short by a later and shorter one', () => {
    const pace = createPace({ maxRate: Infinity, maxRetryAfter: 60_000, now: () => 0 })
    pace.turnedAway(0, 3000)
    pace.turnedAway(0, 10)
    expect(pace.wait()).toBe(3000)
  })

  test('what was sent before the last decrease is no reason for another', () => {
    let clock = 0
    const pace = createPace({ maxRate: 100, maxRetryAfter: 60_000, now: () => clock })
    for (; clock < 2000; clock += 10) pace.served()
    pace.turnedAway(clock - 5, 0)
    const { limit } = pace
    expect(limit).toBeGreaterThan(40)
    expect(limit).toBeLessThan(60)
    pace.turnedAway(clock - 5, 0)
    expect(pace.limit).toBe(limit)
    clock += 10
    pace.turnedAway(clock - 5, 0)
    expect(pace.limit).toBeLessThan(limit)
  })
})
