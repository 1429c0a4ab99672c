import { MockServerError } from '../mock-server-error.js'
import { objectAt, textAt } from './json-object.js'
import { type DocumentSource, loadDocument } from './load-document.js'
import type { DocumentOperation, OpenApiDocument } from './open-api-document.js'

/** A named example of a response in the document. */
export interface Scenario {
  /** The example's key. Unique within an operation, unless the document gives one name to two answers: then the first is meant. */
  readonly name: string
  /** The operation that has it: its `operationId`, or method and path. */
  readonly operationId: string
  /** The HTTP status that it is served with. */
  readonly httpStatus: number
  /** What it means, in the document's words; empty where the document says nothing. */
  readonly summary: string
}

/** A scenario, and the key of the response that holds it: a status, a range like `4XX`, or `default`. */
export interface OperationScenario extends Scenario {
  readonly responseKey: string
}

/** What an operation can answer. */
export interface OperationAnswers {
  readonly responseKeys: readonly string[]
  readonly scenarios: readonly OperationScenario[]
}

/**
 * The scenarios of a document, in its order. Default: the document of this package.
 * @throws MockServerError `invalid-document`
 */
export async function listScenarios(document?: DocumentSource): Promise<Scenario[]> {
  return scenariosOf(await loadDocument(document))
}

export function scenariosOf(document: OpenApiDocument): Scenario[] {
  return document.operations
    .flatMap((operation) => answersOfOperation(document, operation).scenarios)
    .map(({ name, operationId, httpStatus, summary }) => ({ name, operationId, httpStatus, summary }))
}

export function answersOfOperation(document: OpenApiDocument, operation: DocumentOperation): OperationAnswers {
  const scenarios = Object.entries(operation.responses).flatMap(([responseKey, response]) =>
    Object.values(objectAt(document.resolve(response), 'content')).flatMap((mediaType) =>
      Object.entries(objectAt(document.resolve(mediaType), 'examples')).map(([name, reference]) => {
        const example = document.resolve(reference)
        const httpStatus = httpStatusOf(responseKey, example['x-http-status'])
        if (httpStatus === undefined) {
          throw new MockServerError(
            'invalid-document',
            `The example "${name}" of ${operation.id}, under "${responseKey}", has an x-http-status that is not a number from 200 to 599. Correct it.`,
          )
        }
        const summary = textAt(example, 'summary') ?? textAt(example, 'description') ?? ''
        return { name, operationId: operation.id, httpStatus, summary, responseKey }
      }),
    ),
  )
  // One name in two media types of an answer is one scenario; the Accept header picks the form.
  const distinct = scenarios.filter(
    ({ name, httpStatus }, index) =>
      scenarios.findIndex((other) => other.name === name && other.httpStatus === httpStatus) === index,
  )
  return { responseKeys: Object.keys(operation.responses), scenarios: distinct }
}

function httpStatusOf(responseKey: string, ofExample: unknown): number | undefined {
  if (/^\d{3}$/.test(responseKey)) return Number(responseKey)
  const range = /^([2-5])XX$/.exec(responseKey)?.[1]
  const httpStatus = ofExample ?? (range === undefined ? 500 : Number(range) * 100)
  const isFinal = typeof httpStatus === 'number' && Number.isInteger(httpStatus) && httpStatus >= 200 && httpStatus <= 599
  return isFinal ? httpStatus : undefined
}

/** Whether a response under this key may be sent with this HTTP status. */
export function covers(responseKey: string, httpStatus: number): boolean {
  return [String(httpStatus), `${Math.floor(httpStatus / 100)}XX`, 'default'].includes(responseKey)
}

/** @throws MockServerError `unknown-scenario` */
export function assertScenario(scenarios: readonly Scenario[], name: string): void {
  if (!scenarios.some((scenario) => scenario.name === name)) {
    throw new MockServerError('unknown-scenario', unknownScenario(scenarios, name))
  }
}

export function unknownScenario(scenarios: readonly Scenario[], name: string): string {
  const known = [...new Set(scenarios.map((scenario) => scenario.name))]
  return known.length > 0
    ? `There is no scenario "${name}". Known are: ${known.join(', ')}.`
    : `There is no scenario "${name}": the document names no examples of its answers.`
}
