import type { EngineAnswer, EngineRequest } from './engine.js'
import { type DocumentSource, loadDocument } from './load-document.js'
import { MockServerError } from './mock-server-error.js'
import { assertScenario, type Scenario, scenariosOf } from './scenarios.js'

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
  /**
   * Answers all later valid requests with a scenario, where their operation has it. A request's own `Prefer` header wins.
   * @throws {MockServerError} `unknown-scenario`
   */
  use(scenario: string): void
  /** Undoes `use()`: back to the option `scenario`, or to none. */
  reset(): void
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

  let scenarioInUse = scenario
  // Prism takes most of the time to start; what cannot start says so without it.
  const { createEngine } = await import('./engine.js')
  const engine = await createEngine(document)
  return {
    answer: (request) => engine.answer(request, scenarioInUse),
    controls: {
      scenarios,
      use(name) {
        assertScenario(scenarios, name)
        scenarioInUse = name
      },
      reset() {
        scenarioInUse = scenario
      },
    },
  }
}

/** @throws {MockServerError} `invalid-option` */
export function assertOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return
  throw new MockServerError('invalid-option', 'The options are not an object. Give one, or nothing.')
}
