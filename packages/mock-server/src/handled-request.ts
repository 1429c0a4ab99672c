import type { Violation } from './engine/violations.js'

/** A request that was answered. It carries no header, no query and no body, so it can be logged. */
export interface HandledRequest {
  /** HTTP method, in capitals. */
  readonly method: string
  /** Path without the query. */
  readonly path: string
  /** HTTP status of the answer. */
  readonly httpStatus: number
  /** Name of the scenario that it was answered with, where it was. */
  readonly scenario: string | undefined
  /** The faults that it met, as they were written. */
  readonly faults: readonly string[]
  /** What is wrong with the request, or with the answer to it. */
  readonly violations: readonly Violation[]
  /** Milliseconds from the first byte of the request to the end of the answer. */
  readonly milliseconds: number
}
