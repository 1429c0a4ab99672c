import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { withDeadline } from '../src/runtime/deadline.js'
import { sleep } from '../src/runtime/retry/sleep.js'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const errors = (isAbort: boolean) => new Error(isAbort ? 'abort' : 'timeout')
const never = () => new Promise<never>(() => {})
const nothingLeft = ({ signal }: AbortController) => {
  expect(vi.getTimerCount()).toBe(0)
  expect(getEventListeners(signal, 'abort')).toEqual([])
}

describe('withDeadline', () => {
  test('gives what the work gives, and leaves nothing behind', async () => {
    const caller = new AbortController()
    let inner: AbortSignal | undefined
    const work = async (signal: AbortSignal) => {
      inner = signal
      expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1)
      expect(vi.getTimerCount()).toBe(1)
      return 7
    }
    expect(await withDeadline(100, caller.signal, errors, work)).toBe(7)
    nothingLeft(caller)
    expect(inner?.aborted).toBe(false)
  })

  test.each<[string, (caller: AbortController) => void, () => Promise<never>, string]>([
    ['the limit', () => vi.advanceTimersByTime(100), never, 'timeout'],
    ['the caller', (caller) => caller.abort(), never, 'abort'],
    ['the work', () => {}, () => Promise.reject(new Error('work')), 'work'],
  ])('is ended by %s, ends the signal of the work, and leaves nothing behind', async (_, end, work, message) => {
    const caller = new AbortController()
    let inner: AbortSignal | undefined
    const running = withDeadline(100, caller.signal, errors, (signal) => {
      inner = signal
      return work()
    })
    end(caller)
    await expect(running).rejects.toThrow(message)
    expect(inner?.aborted).toBe(true)
    nothingLeft(caller)
  })

  test('does not begin where the caller has ended already', async () => {
    const work = vi.fn(never)
    await expect(withDeadline(100, AbortSignal.abort(), errors, work)).rejects.toThrow('abort')
    expect(work).not.toHaveBeenCalled()
  })

  test('takes no timer for a limit that timers cannot hold, and none of a caller that there is not', async () => {
    const timers: number[] = []
    const count = async () => timers.push(vi.getTimerCount())
    for (const limit of [2 ** 31 - 1, 2 ** 31, Infinity]) await withDeadline(limit, undefined, errors, count)
    expect(timers).toEqual([1, 0, 0])
  })
})

describe('sleep', () => {
  test('ends after its time', async () => {
    const caller = new AbortController()
    const sleeping = sleep(100, caller.signal)
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(99)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    await sleeping
    nothingLeft(caller)
  })

  test('ends at once when the signal does, before or meanwhile', async () => {
    const caller = new AbortController()
    const sleeping = sleep(100, caller.signal)
    caller.abort()
    await sleeping
    await sleep(100, caller.signal)
    nothingLeft(caller)
    const without = sleep(5, undefined)
    await vi.advanceTimersByTimeAsync(5)
    await without
  })
})
