import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from './outcomes.js'

/** Milliseconds in which outcomes come together. A statement for many costs little more than one for one; a crash loses as much. */
const GATHERING = 100
/** Outcomes that one statement writes at most. */
const MOST_AT_ONCE = 500

/** Writes outcomes in batches, one batch at a time. */
export interface OutcomeWriter {
  /** Resolves at once, or, where more wait than are written, when a batch has been written. */
  add(outcome: Outcome): Promise<void>
  /** Writes what waits. Does not reject: what failed is `failure`. */
  flush(): Promise<void>
  readonly failure: { readonly error: unknown } | undefined
}

/**
 * @param write stores a batch
 * @param onFailure is called once; nothing is written after it
 */
export const createOutcomeWriter = (
  write: (outcomes: readonly Outcome[]) => Promise<void>,
  onFailure: () => void,
): OutcomeWriter => {
  const waiting: Outcome[] = []
  let writing: Promise<void> | undefined
  let hurry = new AbortController()
  let failure: OutcomeWriter['failure']

  const writeAll = async (): Promise<void> => {
    await sleep(GATHERING, undefined, { signal: hurry.signal }).catch(() => {})
    hurry = new AbortController()
    try {
      while (waiting.length > 0 && failure === undefined) await write(waiting.splice(0, MOST_AT_ONCE))
    } catch (error) {
      failure = { error }
      onFailure()
    }
    // Not in a promise's `finally`, which comes a moment later: what is added in between would wait for ever.
    writing = undefined
  }
  return {
    add: async (outcome) => {
      waiting.push(outcome)
      writing ??= writeAll()
      if (waiting.length < MOST_AT_ONCE) return
      hurry.abort()
      await writing
    },
    flush: async () => {
      hurry.abort()
      await writing
    },
    get failure() {
      return failure
    },
  }
}
