import type { Engine } from './engine.js'
import { type DocumentSource, loadDocument } from './load-document.js'
import { assertScenario, type Scenario, scenariosOf } from './scenarios.js'
import { type Secrets, secretsOf } from './secrets.js'

/** A document, and what answers by it. */
export interface ServedDocument {
  readonly scenarios: readonly Scenario[]
  readonly secrets: Secrets
  readonly engine: Engine
}

/** @throws {MockServerError} `invalid-document`, and `unknown-scenario` where the document does not have the scenario. */
export async function serveDocument(
  source: DocumentSource | undefined,
  scenario: string | undefined,
  seed: string,
): Promise<ServedDocument> {
  const document = await loadDocument(source)
  const scenarios = scenariosOf(document)
  if (scenario !== undefined) assertScenario(scenarios, scenario)
  // Before Prism changes the document.
  const secrets = secretsOf(document)
  // Prism takes most of the time to start; what cannot start says so without it.
  const { createEngine } = await import('./engine.js')
  return { scenarios, secrets, engine: await createEngine(document, seed) }
}
