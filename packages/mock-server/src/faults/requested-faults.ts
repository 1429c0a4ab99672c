import { RequestProblem } from '../engine/request-problem.js'
import type { Random } from '../engine/seeded.js'
import { MockServerError } from '../mock-server-error.js'
import { readFaults } from './fault.js'
import { createFaultRun, type FaultRun } from './fault-run.js'

/** A server that runs for long hears of ever new names. The oldest count is forgotten. */
const mostRuns = 1000

/** The faults that requests ask for themselves; those that ask in the same words count together. */
export interface RequestedFaults {
  /** @throws RequestProblem for what is no fault. */
  runOf(text: string): FaultRun
}

export function createRequestedFaults(random: Random): RequestedFaults {
  const runs = new Map<string, FaultRun>()
  return {
    runOf(text) {
      const known = runs.get(text)
      if (known) return known
      const run = createFaultRun(read(text), { random, repeats: true })
      runs.set(text, run)
      const [oldest] = runs.keys()
      if (runs.size > mostRuns && oldest !== undefined) runs.delete(oldest)
      return run
    },
  }
}

function read(text: string) {
  try {
    return readFaults(text)
  } catch (error) {
    if (error instanceof MockServerError) throw new RequestProblem(400, 'Fault not understood', error.message)
    throw error
  }
}
