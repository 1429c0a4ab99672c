import { mayBeEmptyIn } from '../document/may-be-empty.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { answersOfOperation, type OperationAnswers, type OperationScenario } from '../document/scenarios.js'
import type { GivenAnswer } from '../mock-controls.js'
import { type Choice, chooseAnswer } from './choose-answer.js'
import { dynamicAnswer } from './dynamic-answers.js'
import type { EngineAnswer } from './engine-answer.js'
import type { EngineRequest } from './engine-request.js'
import { type AcceptedAnswer, acceptAnswer } from './given-answer.js'
import { type Incoming, readIncoming } from './incoming.js'
import { createOperationRouter } from './operation-router.js'
import { createPrism, type Prism, prismConfig } from './prism.js'
import { answerOf, problemOf } from './prism-answer.js'
import { assertSchemas, type PrismOperation, prismOperations } from './prism-operations.js'
import type { BodyViolation } from './request-body.js'
import { violationsOf } from './violations.js'

/** What a valid request gets that chooses nothing itself. */
export interface Standing {
  readonly scenario?: string | undefined
  readonly given?: AcceptedAnswer | undefined
  readonly dynamic?: boolean | undefined
}

/** Prism on a document, without a socket. */
export interface Engine {
  /** @throws RequestProblem where no operation is meant, or something is preferred that cannot be. */
  read(request: EngineRequest): Promise<Incoming>
  /** What the document has for an operation. */
  answersOf(operation: PrismOperation): OperationAnswers
  /** @throws RequestProblem | ProblemJsonError where there is no such answer. */
  answer(incoming: Incoming, standing: Standing): Promise<EngineAnswer>
  /** A scenario of the operation, whatever is wrong with the request or preferred by it. */
  serve(incoming: Incoming, scenario: OperationScenario): Promise<EngineAnswer>
  /** What has been thrown, as an answer. */
  problemOf(error: unknown): EngineAnswer
  /** @throws MockServerError `invalid-answer` */
  accept(answer: GivenAnswer): AcceptedAnswer
}

const noAnswers: OperationAnswers = { responseKeys: [], scenarios: [] }

/** Clients may ask for media types without end. */
const mostKept = 1000

const prism = createPrism()

export interface EngineOptions {
  readonly seed: string
  /** The schemas of the document are known to compile. */
  readonly isChecked: boolean
}

/**
 * The document is the engine's from here on: Prism changes it.
 * @throws MockServerError `invalid-document`
 */
export async function createEngine(document: OpenApiDocument, { seed, isChecked }: EngineOptions): Promise<Engine> {
  const answersByRoute = new Map(
    document.operations.map((operation) => [`${operation.method} ${operation.path}`, answersOfOperation(document, operation)]),
  )
  const mayBeEmpty = mayBeEmptyIn(document)
  const operations = await prismOperations(document)
  // The document of this package is checked by a test, which saves a tenth of the start.
  if (!isChecked) assertSchemas(operations)
  const operationOf = createOperationRouter(operations)
  const answersOf = ({ method, path }: PrismOperation) => answersByRoute.get(`${method} ${path}`) ?? noAnswers
  const kept = new Map<string, EngineAnswer>()

  async function answer(incoming: Incoming, { scenario, given, dynamic = false }: Standing): Promise<EngineAnswer> {
    const { operation, input, preferences, bodyViolation, isValid } = incoming
    const choice = chooseAnswer(answersOf(operation), preferences, { scenario, dynamic })
    if (!isValid) return await answerOfPrism(bodyViolation ? refusing(bodyViolation) : prism, incoming, choice)

    const choosesItself = preferences.scenario ?? preferences.httpStatus ?? preferences.dynamic
    const accepted = choosesItself === undefined ? given?.get(operation) : undefined
    if (accepted) return accepted
    if (!choice.scenario && (preferences.dynamic ?? dynamic)) {
      return await dynamicAnswer({ operation, input, httpStatus: choice.httpStatus, seed: preferences.seed }, seed)
    }
    return await staticAnswer(incoming, choice)
  }

  const serve = (incoming: Incoming, scenario: OperationScenario) =>
    staticAnswer(incoming, { httpStatus: scenario.httpStatus, scenario })

  /** Prism would find, write and check the same answer each time; but what it calls back, it must call each time. */
  async function staticAnswer(incoming: Incoming, choice: Choice): Promise<EngineAnswer> {
    const { method, path, callbacks = [] } = incoming.operation
    const ask = () =>
      answerOfPrism(prism, { ...incoming, isValid: true }, choice, { checkSecurity: false, validateRequest: false })
    if (callbacks.length > 0) return await ask()
    const { httpStatus, scenario } = choice
    const key = JSON.stringify([
      method,
      path,
      httpStatus,
      scenario?.responseKey,
      scenario?.name,
      incoming.input.headers?.['accept'],
    ])
    const known = kept.get(key)
    if (known) return known
    const made = await ask()
    if (kept.size < mostKept) kept.set(key, made)
    return made
  }

  return {
    problemOf,
    read: (request) => readIncoming(operationOf, request),
    answersOf,
    answer,
    serve,
    accept: (given) => acceptAnswer(operations, given, mayBeEmpty),
  }
}

async function answerOfPrism(
  instance: Prism,
  { operation, input, isValid }: Incoming,
  choice: Choice,
  checks: { checkSecurity?: false; validateRequest?: false } = {},
): Promise<EngineAnswer> {
  const { httpStatus, scenario } = choice
  const mock = {
    dynamic: false,
    ...(httpStatus !== undefined && { code: httpStatus }),
    ...(scenario && { exampleKey: scenario.name }),
  }
  const result = await instance.request(input, [operationFor(operation, choice)], { ...prismConfig, ...checks, mock })()
  if (result._tag === 'Left') throw result.left
  const { output, validations } = result.right
  return { ...answerOf(output, violationsOf(validations)), ...(isValid && scenario && { scenario: scenario.name }) }
}

/** Prism for a request that is invalid before Prism can look at it: security is still checked, and the document's answer given. */
function refusing({ code, message }: BodyViolation): Prism {
  return createPrism({ validateInput: () => ({ _tag: 'Left', left: [{ code, message, severity: 0 }] }) })
}

/**
 * Prism looks for an example in the response that it finds first for an HTTP status: its own, then its range, then `default`. The scenario's
 * must come before these.
 */
function operationFor(operation: PrismOperation, { httpStatus, scenario }: Choice): PrismOperation {
  const code = String(httpStatus)
  const own = operation.responses.find((response) => response.code === scenario?.responseKey)
  if (!own || own.code === code) return operation
  return { ...operation, responses: [{ ...own, code }, ...operation.responses.filter((response) => response.code !== code)] }
}
