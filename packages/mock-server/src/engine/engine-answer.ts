import type { Violation } from './violations.js'

/** An answer as it goes out. */
export interface EngineAnswer {
  readonly httpStatus: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What is wrong with the request, or with the answer. */
  readonly violations: readonly Violation[]
  /** Name of the scenario that it is. */
  readonly scenario?: string
}
