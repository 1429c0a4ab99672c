import type { Preferences } from './preferences.js'
import { RequestProblem } from './request-problem.js'
import { covers, type OperationScenario, unknownScenario } from './scenarios.js'

/** Which of the document's answers a valid request gets. Without an HTTP status: the first example of the first success. */
export interface Choice {
  readonly httpStatus?: number
  /** Given together with `httpStatus`. */
  readonly scenario?: OperationScenario
}

/**
 * The request's own preference wins over the scenario that is in use, which counts only where the operation has it.
 * @throws {RequestProblem} when the request prefers what the operation does not have.
 */
export function chooseAnswer(
  scenarios: readonly OperationScenario[],
  preferences: Preferences,
  inUse: string | undefined,
): Choice {
  const { httpStatus, scenario: name } = preferences
  if (name !== undefined) {
    const named = scenarios.filter((scenario) => scenario.name === name)
    if (named.length === 0) throw new RequestProblem(400, 'Unknown scenario', unknownScenario(scenarios, name))
    const chosen =
      named.find((scenario) => httpStatus === undefined || scenario.httpStatus === httpStatus) ??
      named.find(
        ({ responseKey }) => httpStatus !== undefined && covers(responseKey, httpStatus) && !isListed(scenarios, httpStatus),
      )
    if (chosen) return { httpStatus: httpStatus ?? chosen.httpStatus, scenario: chosen }
    const statuses = named.map((scenario) => scenario.httpStatus).join(', ')
    throw new RequestProblem(
      400,
      'Unknown scenario',
      `The scenario "${name}" has the HTTP status ${statuses}, not ${httpStatus}.`,
    )
  }
  if (httpStatus !== undefined) {
    const first = scenarios.find((scenario) => scenario.httpStatus === httpStatus)
    return first ? { httpStatus, scenario: first } : { httpStatus }
  }
  if (preferences.dynamic) return {}
  const used = scenarios.find((scenario) => scenario.name === inUse)
  return used ? { httpStatus: used.httpStatus, scenario: used } : {}
}

/** Such a status belongs to its own response, and not to a range or `default`. */
function isListed(scenarios: readonly OperationScenario[], httpStatus: number): boolean {
  return scenarios.some((scenario) => scenario.responseKey === String(httpStatus))
}
