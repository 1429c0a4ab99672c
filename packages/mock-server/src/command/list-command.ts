import { assertScenario, listScenarios, type Scenario } from '../document/scenarios.js'
import type { CommandOptions } from './command-options.js'

/**
 * What `mesh-mock --list` prints.
 * @throws MockServerError `invalid-document`, `unknown-scenario`
 */
export async function listCommand({ document, scenario: wanted }: CommandOptions): Promise<string> {
  const scenarios = await listScenarios(document)
  if (wanted !== undefined) assertScenario(scenarios, wanted)
  if (scenarios.length === 0) return 'The document names no examples of its answers, so there are no scenarios.'
  const operationIds = [...new Set(scenarios.map((scenario) => scenario.operationId))]
  return operationIds.flatMap((id) => [id, table(scenarios.filter(({ operationId }) => operationId === id))]).join('\n')
}

function table(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map((scenario) => scenario.name.length))
  return scenarios
    .map(({ name, httpStatus, summary }) => `  ${name.padEnd(width)}  ${httpStatus}  ${summary}`.trimEnd())
    .join('\n')
}
