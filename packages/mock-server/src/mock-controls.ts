import type { DocumentSource } from './document/load-document.js'
import type { Scenario } from './document/scenarios.js'
import type { RecordedRequest } from './recorded-requests.js'

/** An answer that is no scenario. */
export interface GivenAnswer {
  /** HTTP status, one that the document lists for the operation, by itself, in a range or as `default`. */
  readonly status: number
  /** What JSON can hold; text where the content type is no JSON. Default: none. */
  readonly body?: unknown
  /** Such as `{ 'Retry-After': '5' }`. The content type is the document's, unless it is given here. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Options of every mock. */
export interface MockOptions {
  /** Path or file URL of an OpenAPI 3 document in YAML or JSON, or the document as an object. Default: Mesh's, which comes with this package. */
  document?: DocumentSource
  /** Scenario for all requests, as with `use()`. Default: none; a valid request gets the first example of the first success. */
  scenario?: string
  /** Faults for all requests, such as `latency=100..400` or `['latency=200', 'reset@5%']`. Default: none. */
  fault?: string | readonly string[]
  /** Make answers up from the schemas where no scenario is asked for, valid and the same for a seed. Default: `false`. */
  dynamic?: boolean
  /** What chance depends on, of faults and of `dynamic`. Default: another one at each start. */
  seed?: string | number
}

/** What `use()` takes besides the name of a scenario. One of `scenario` and `status` at most. */
export interface MockAnswerOptions extends Partial<GivenAnswer> {
  /** Name of the scenario to answer with. Default: none. */
  scenario?: string
  /** What happens to the requests, such as `latency=100..400` or `['latency=200', 'reset@5%']`. Default: the faults that the mock was started with. */
  fault?: string | readonly string[]
}

/** What a test can ask of a mock, whether it has a socket or not. */
export interface MockControls {
  /** The document's scenarios, in its order. */
  readonly scenarios: readonly Scenario[]
  /** The requests that arrived since the start or `reset()`, the latest 1,000 of them. */
  readonly requests: readonly RecordedRequest[]
  /** What chance depends on; the same seed and the same requests give the same run. */
  readonly seed: string
  /**
   * Answers later valid requests with a scenario, where their operation has it, or with an answer of your own, where the document allows it for
   * their operation; or lets faults happen to all requests. To as many requests as `times` says, or to all until the next `use()` or `reset()`.
   * A request's own choice wins.
   * @throws MockServerError `unknown-scenario`, `invalid-answer`, `invalid-option`
   * @example
   * import { startMockServer } from '@mesh-balance/mock-server'
   *
   * await using mock = await startMockServer()
   * mock.use('locked', { times: 1 })
   * mock.use({ status: 200, body: { status: 'ok', content: null } })
   * mock.use({ fault: 'latency=100..400; reset@5%' })
   */
  use(answer: string | MockAnswerOptions, options?: { times?: number }): void
  /** Undoes `use()`, back to the options of the start, and forgets the requests and what faults have counted. */
  reset(): void
}
