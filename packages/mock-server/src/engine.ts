import { randomUUID } from 'node:crypto'
import { createLogger } from '@stoplight/prism-core'
import { createInstance, type IHttpConfig, type IHttpRequest, ProblemJsonError } from '@stoplight/prism-http'
import { type Choice, chooseAnswer } from './choose-answer.js'
import type { OpenApiDocument } from './open-api-document.js'
import { type Preferences, readPreferences, scenarioNamedIn } from './preferences.js'
import { type PrismOperation, prismOperations } from './prism-operations.js'
import { queryOf } from './query.js'
import { type BodyViolation, readRequestBody } from './request-body.js'
import { RequestProblem } from './request-problem.js'
import { answersOfOperation } from './scenarios.js'
import { type Violation, violationsHeader, violationsOf } from './violations.js'

export interface EngineRequest {
  readonly method: string
  /** Path and query, as in the request line. */
  readonly target: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface EngineAnswer {
  readonly httpStatus: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What is wrong with the request, or with the answer. */
  readonly violations: readonly Violation[]
  /** Name of the scenario that was served. */
  readonly scenario?: string
  /** Body of the request: JSON as its value, anything else as text; undefined where it could not be read. */
  readonly received?: unknown
}

/** Prism on a document, without a socket. */
export interface Engine {
  /** Never rejects: what goes wrong is an answer, too. */
  answer(request: EngineRequest, scenarioInUse: string | undefined): Promise<EngineAnswer>
}

const config: IHttpConfig = {
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
}

const routingConfig: IHttpConfig = { ...config, checkSecurity: false, validateRequest: false, validateResponse: false }

const noAnswers = { responseKeys: [], scenarios: [] }

// Prism logs headers and bodies, secrets included.
const logger = createLogger('mesh-mock', { level: 'silent' })

/**
 * The document is the engine's from here on: Prism changes it.
 * @throws {MockServerError} `invalid-document`
 */
export async function createEngine(document: OpenApiDocument): Promise<Engine> {
  const answers = new Map(
    document.operations.map((operation) => [`${operation.method} ${operation.path}`, answersOfOperation(document, operation)]),
  )
  const operations = await prismOperations(document)
  const prism = createInstance(config, { logger })

  async function answer({ method, target, headers, body }: EngineRequest, inUse: string | undefined): Promise<EngineAnswer> {
    const url = parseTarget(target)
    const input: IHttpRequest = {
      method: method.toLowerCase() as IHttpRequest['method'],
      url: { path: url.pathname, query: queryOf(url.searchParams) },
      // A body that comes in chunks has no length, and Prism checks the content type only of what has one.
      headers: { ...headers, 'content-length': String(body.byteLength) },
    }
    const operation = await route(operations, input)
    const content = readRequestBody(operation, headers, body)
    const received = 'value' in content ? content.value : undefined
    const preferences = { scenario: scenarioNamedIn(received), ...readPreferences(headers['prefer'], url.searchParams) }
    const choice = chooseAnswer(answers.get(`${operation.method} ${operation.path}`) ?? noAnswers, preferences, inUse)
    const instance = 'violation' in content ? refusing(content.violation) : prism
    const result = await instance.request(
      { ...withoutEmptyCredentials(operation, input), body: received },
      [operationFor(operation, choice)],
      { ...config, mock: mockConfig(choice, preferences) },
    )()
    if (result._tag === 'Left') return problemOf(result.left)

    const { output, validations } = result.right
    const violations = violationsOf(validations)
    const isValid = validations.input.length === 0
    const answerHeaders = Object.fromEntries(Object.entries(output.headers ?? {}).filter(([, value]) => value !== null))
    return {
      httpStatus: output.statusCode,
      headers: { ...answerHeaders, ...violationsHeader(violations) },
      body: serialize(output.body, answerHeaders['Content-type']),
      violations,
      received,
      ...(isValid && choice.scenario && { scenario: choice.scenario.name }),
    }
  }

  return {
    answer: (request, inUse) => answer(request, inUse).catch(problemOf),
  }
}

/** Prism does not export its router, but hands the operation that it finds to the component that mocks. */
async function route(operations: PrismOperation[], input: IHttpRequest): Promise<PrismOperation> {
  let found: PrismOperation | undefined
  const result = await createInstance(routingConfig, {
    logger,
    mock: ({ resource }) => {
      found = resource
      return () => ({ _tag: 'Right', right: { statusCode: 204 } })
    },
  }).request(input, operations)()
  if (result._tag === 'Left') throw result.left
  if (!found) throw new Error('Prism has answered without an operation.')
  return found
}

function parseTarget(target: string): URL {
  const absolute = target.startsWith('/') ? `http://mock${target}` : target
  if (!URL.canParse(absolute)) throw new RequestProblem(400, 'Address not understood', `The address "${target}" is not a URL.`)
  const url = new URL(absolute)
  try {
    decodeURIComponent(url.pathname)
  } catch {
    throw new RequestProblem(400, 'Address not understood', `The path "${url.pathname}" is not encoded as a URL must be.`)
  }
  return url
}

/** Prism for a request that is invalid before Prism can look at it: security is still checked, and the document's answer given. */
function refusing({ code, message }: BodyViolation): ReturnType<typeof createInstance> {
  return createInstance(config, {
    logger,
    validateInput: () => ({ _tag: 'Left', left: [{ code, message, severity: 0 }] }),
  })
}

/** A credential that is sent twice, the first time empty, is one value with a comma for Node, and a list in a query. Prism takes either. */
function withoutEmptyCredentials({ security = [] }: PrismOperation, input: IHttpRequest): IHttpRequest {
  const headers = { ...input.headers }
  const query = { ...input.url.query }
  for (const scheme of security.flat()) {
    if (scheme.type !== 'apiKey') continue
    const header = scheme.name.toLowerCase()
    if (scheme.in === 'header' && headers[header]?.startsWith(',')) delete headers[header]
    if (scheme.in === 'query' && query[scheme.name]?.[0] === '') delete query[scheme.name]
  }
  return { ...input, headers, url: { ...input.url, query } }
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

function mockConfig({ httpStatus, scenario }: Choice, { dynamic = false, seed }: Preferences): IHttpConfig['mock'] {
  return {
    dynamic,
    // Prism keeps the last seed for the whole process: without one of its own, a request would continue another's sequence.
    ...(dynamic && { seed: seed ?? randomUUID() }),
    ...(httpStatus !== undefined && { code: httpStatus }),
    ...(scenario && { exampleKey: scenario.name }),
  }
}

function serialize(body: unknown, contentType = ''): string {
  if (body === undefined) return ''
  if (/^[^;]*[/+]json\b/i.test(contentType)) return JSON.stringify(body)
  if (typeof body === 'string') return body
  throw new RequestProblem(
    500,
    'Example not served',
    `The example is no text, which ${contentType || 'an answer'} wants. Write it as text.`,
  )
}

function problemOf(error: unknown): EngineAnswer {
  const problem =
    error instanceof RequestProblem
      ? { type: 'about:blank', title: error.title, status: error.httpStatus, detail: error.message }
      : ProblemJsonError.toProblemJson(error instanceof Error ? error : new Error(String(error)))
  const additional = error instanceof ProblemJsonError ? error.additional?.['headers'] : undefined
  return {
    httpStatus: problem.status,
    headers: { ...(typeof additional === 'object' && additional), 'Content-type': 'application/problem+json' },
    body: JSON.stringify(problem),
    violations: [],
  }
}
