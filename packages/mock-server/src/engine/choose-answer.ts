import { covers, type OperationAnswers, type OperationScenario, unknownScenario } from '../document/scenarios.js'
import type { Preferences } from './preferences.js'
import { RequestProblem } from './request-problem.js'

/** Which of the document's answers a valid request gets. Without an HTTP status: the first example of the first success. */
export interface Choice {
  readonly httpStatus?: number
  /** Given together with `httpStatus`. */
  readonly scenario?: OperationScenario
}

/**
 * The request's own preference wins over the scenario that is in use, which counts only where the operation has it.
 * @throws RequestProblem when the request prefers what the operation does not have.
 */
export function chooseAnswer(
  { responseKeys, scenarios }: OperationAnswers,
  preferences: Preferences,
  { scenario: inUse, dynamic }: { readonly scenario?: string | undefined; readonly dynamic?: boolean | undefined },
): Choice {
  const { httpStatus, scenario: name } = preferences
  if (name !== undefined) {
    const named = scenarios.filter((scenario) => scenario.name === name)
    if (named.length === 0) throw new RequestProblem(400, 'Unknown scenario', unknownScenario(scenarios, name))
    const chosen =
      named.find((scenario) => httpStatus === undefined || scenario.httpStatus === httpStatus) ??
      named.find(
        ({ responseKey }) =>
          httpStatus !== undefined && covers(responseKey, httpStatus) && !responseKeys.includes(String(httpStatus)),
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
    return answerOfStatus({ responseKeys, scenarios }, httpStatus, preferences.dynamic ?? dynamic)
  }
  if (preferences.dynamic) return {}
  const used = scenarios.find((scenario) => scenario.name === inUse)
  return used ? { httpStatus: used.httpStatus, scenario: used } : {}
}

function answerOfStatus({ responseKeys, scenarios }: OperationAnswers, httpStatus: number, dynamic = false): Choice {
  const exact = scenarios.find((scenario) => scenario.httpStatus === httpStatus)
  if (exact && !dynamic) return { httpStatus, scenario: exact }

  const key = [String(httpStatus), `${hundred(httpStatus)}XX`, 'default'].find((wanted) => responseKeys.includes(wanted))
  const ofResponse = scenarios.filter(({ responseKey }) => responseKey === key)
  // Prism makes the answer up from the schema, or sends none.
  if (key !== undefined && (dynamic || ofResponse.length === 0)) return { httpStatus }
  // Not any example: a body that speaks of another failure would be believed.
  const alike = ofResponse.find((scenario) => hundred(scenario.httpStatus) === hundred(httpStatus))
  if (alike) return { httpStatus, scenario: alike }

  const ofScenarios = scenarios.map((scenario) => scenario.httpStatus)
  const known = [...new Set([...responseKeys.filter((each) => /^\d/.test(each)), ...ofScenarios.map(String)])].sort()
  throw new RequestProblem(
    400,
    'Unknown scenario',
    `There is no scenario with HTTP status ${httpStatus}. Known are: ${known.join(', ') || 'none'}.`,
  )
}

function hundred(httpStatus: number): number {
  return Math.floor(httpStatus / 100)
}
