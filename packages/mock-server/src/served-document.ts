import { type ExampleCurl, exampleCurl } from './document/example-curl.js'
import { type DocumentSource, loadDocument } from './document/load-document.js'
import { assertScenario, type Scenario, scenariosOf } from './document/scenarios.js'
import { type Secrets, secretsOf } from './document/secrets.js'
import type { Engine } from './engine/engine.js'
import { importLightly } from './import-lightly.js'
import { createReferencePage, type ReferencePage } from './reference-page/create-reference-page.js'

/** A document, and what answers by it. */
export interface ServedDocument {
  readonly scenarios: readonly Scenario[]
  readonly secrets: Secrets
  readonly curl: ExampleCurl | undefined
  readonly referencePage: ReferencePage | undefined
  readonly engine: Engine
}

/**
 * @param onFiles Told the paths of the files that the document is read from, also where it cannot be served.
 * @throws MockServerError `invalid-document`, and `unknown-scenario` where the document does not have the scenario.
 */
export async function serveDocument(
  source: DocumentSource | undefined,
  scenario: string | undefined,
  seed: string,
  onFiles: (files: readonly string[]) => void,
): Promise<ServedDocument> {
  const document = await loadDocument(source, onFiles)
  const scenarios = scenariosOf(document)
  if (scenario !== undefined) assertScenario(scenarios, scenario)
  // Before Prism changes the document.
  const secrets = secretsOf(document)
  const curl = exampleCurl(document)
  const referencePage = createReferencePage(document)
  // Prism takes most of the time to start; what cannot start says so without it.
  const { createEngine } = await importLightly(() => import('./engine/engine.js'))
  return {
    scenarios,
    secrets,
    curl,
    referencePage,
    engine: await createEngine(document, { seed, isChecked: source === undefined }),
  }
}
