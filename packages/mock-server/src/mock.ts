import type { EngineAnswer, EngineRequest } from './engine.js'
import { type DocumentSource, loadDocument } from './load-document.js'
import { MockServerError } from './mock-server-error.js'
import { assertScenario, type Scenario, scenariosOf } from './scenarios.js'
import { secretsOf } from './secrets.js'
import type { Violation } from './violations.js'

/** More would fill the memory of a mock that runs for long. */
const MOST_REQUESTS = 1000

export interface MockOptions {
  /** Path or file URL of an OpenAPI 3 document in YAML or JSON, or the document as an object. Default: Mesh's, which comes with this package. */
  document?: DocumentSource
  /** Scenario for all requests, as with `use()`. Default: none; a valid request gets the first example of the first success. */
  scenario?: string
}

/** What a test can ask of a mock, whether it has a socket or not. */
export interface MockControls {
  /** The document's scenarios, in its order. */
  readonly scenarios: readonly Scenario[]
  /** The requests that arrived since the start or `reset()`, the latest 1,000 of them. */
  readonly requests: readonly RecordedRequest[]
  /**
   * Answers later valid requests with a scenario, where their operation has it: all of them, or as many as `times` says. A request's own choice wins.
   * @throws {MockServerError} `unknown-scenario`, `invalid-option`
   */
  use(scenario: string, options?: { times?: number }): void
  /** Undoes `use()`, back to the option `scenario` or to none, and forgets the requests. */
  reset(): void
}

/** A request as it arrived; secrets are replaced by `[redacted]`. */
export interface RecordedRequest {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The value of a JSON body; undefined where there was none, or none that could be read. */
  readonly body: unknown
  /** HTTP status of the answer. */
  readonly httpStatus: number
  /** Name of the scenario that it was answered with, where it was. */
  readonly scenario: string | undefined
  /** What is wrong with the request, or with the answer to it; empty where both are as the document says. */
  readonly violations: readonly Violation[]
}

/** A mock of the API that a document describes, without a way in. */
export interface Mock {
  readonly controls: MockControls
  answer(request: EngineRequest): Promise<EngineAnswer>
}

/** @throws {MockServerError} `invalid-option`, `invalid-document`, `unknown-scenario` */
export async function createMock(options: MockOptions): Promise<Mock> {
  const { scenario } = options
  const document = await loadDocument(options.document)
  const scenarios = scenariosOf(document)
  if (scenario !== undefined) assertScenario(scenarios, scenario)

  // Before Prism changes the document.
  const secrets = secretsOf(document)
  // Prism takes most of the time to start; what cannot start says so without it.
  const { createEngine } = await import('./engine.js')
  const engine = await createEngine(document)

  const initial = { name: scenario, left: Number.POSITIVE_INFINITY }
  let inUse = { ...initial }
  const requests: RecordedRequest[] = []

  return {
    async answer(request) {
      const { name, left } = inUse
      const answer = await engine.answer(request, left > 0 ? name : initial.name)
      if (answer.scenario === name) inUse.left -= 1
      const { method, target, headers } = request
      const { httpStatus, violations, received, scenario: served } = answer
      const path = target.replace(/[?#].*$/s, '')
      requests.push({
        method,
        path,
        headers: secrets.inHeaders(headers),
        body: secrets.inBody(received),
        httpStatus,
        scenario: served,
        violations,
      })
      if (requests.length > MOST_REQUESTS) requests.shift()
      return answer
    },
    controls: {
      scenarios,
      requests,
      use(wanted, { times = Number.POSITIVE_INFINITY } = {}) {
        assertScenario(scenarios, wanted)
        if (!(times === Number.POSITIVE_INFINITY || (Number.isInteger(times) && times > 0))) {
          throw new MockServerError(
            'invalid-option',
            `times is ${times}. Give a whole number above 0, or leave it out for all requests.`,
          )
        }
        inUse = { name: wanted, left: times }
      },
      reset() {
        inUse = { ...initial }
        requests.length = 0
      },
    },
  }
}

/** @throws {MockServerError} `invalid-option` */
export function assertOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return
  throw new MockServerError('invalid-option', 'The options are not an object. Give one, or nothing.')
}
