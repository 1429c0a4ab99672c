import { randomUUID } from 'node:crypto'
import { createLogger } from '@stoplight/prism-core'
import {
  createInstance,
  getHttpOperationsFromSpec,
  type IHttpConfig,
  type IHttpRequest,
  ProblemJsonError,
} from '@stoplight/prism-http'
import { type Choice, chooseAnswer } from './choose-answer.js'
import { MockServerError } from './mock-server-error.js'
import type { OpenApiDocument } from './open-api-document.js'
import { type Preferences, readPreferences } from './preferences.js'
import { RequestProblem } from './request-problem.js'
import { type OperationScenario, scenariosOfOperation } from './scenarios.js'
import { violationsHeader } from './violations-header.js'

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
}

/** Prism on a document, without a socket. */
export interface Engine {
  /** Never rejects: what goes wrong is an answer, too. */
  answer(request: EngineRequest, scenarioInUse: string | undefined): Promise<EngineAnswer>
}

type PrismOperation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number]

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

// Prism logs headers and bodies, secrets included.
const logger = createLogger('mesh-mock', { level: 'silent' })

/** @throws {MockServerError} `invalid-document` */
export async function createEngine(document: OpenApiDocument): Promise<Engine> {
  const operations = await prismOperations(document)
  const scenarios = new Map<string, OperationScenario[]>(
    document.operations.map((operation) => [`${operation.method} ${operation.path}`, scenariosOfOperation(document, operation)]),
  )
  const prism = createInstance(config, { logger })

  async function answer({ method, target, headers, body }: EngineRequest, inUse: string | undefined): Promise<EngineAnswer> {
    const url = parseTarget(target)
    const input: IHttpRequest = {
      method: method.toLowerCase() as IHttpRequest['method'],
      url: { path: url.pathname, query: queryOf(url.searchParams) },
      // A body that comes in chunks has no length, and Prism checks the content type only of what has one.
      headers: { ...headers, 'content-length': String(body.byteLength) },
    }
    const content = readBody(headers['content-type'], body)
    const preferences = readPreferences(headers['prefer'], url.searchParams)

    const operation = await route(operations, input)
    const choice = chooseAnswer(scenarios.get(`${operation.method} ${operation.path}`) ?? [], preferences, inUse)
    const instance = 'violation' in content ? refusing(content.violation) : prism
    const result = await instance.request(
      { ...input, body: 'violation' in content ? undefined : content.value },
      [operationFor(operation, choice)],
      { ...config, mock: mockConfig(choice, preferences) },
    )()
    if (result._tag === 'Left') return problemOf(result.left)

    const { output, validations } = result.right
    const answerHeaders = Object.fromEntries(Object.entries(output.headers ?? {}).filter(([, value]) => value !== null))
    return {
      httpStatus: output.statusCode,
      headers: { ...answerHeaders, ...violationsHeader(validations) },
      body: serialize(output.body, answerHeaders['Content-type']),
    }
  }

  return {
    answer: (request, inUse) => answer(request, inUse).catch(problemOf),
  }
}

async function prismOperations(document: OpenApiDocument): Promise<PrismOperation[]> {
  try {
    // Prism resolves references in place; the document is needed as it is.
    return await getHttpOperationsFromSpec(structuredClone(document.root))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MockServerError('invalid-document', `Prism cannot serve the document: ${reason}`, { cause })
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

function queryOf(parameters: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((key) => {
      const [first = '', ...others] = parameters.getAll(key)
      return [key, others.length === 0 ? first : [first, ...others]]
    }),
  )
}

interface Violation {
  readonly code: string | number
  readonly message: string
}

function readBody(
  contentType: string | undefined,
  body: Uint8Array,
): { readonly value: unknown } | { readonly violation: Violation } {
  // Prism throws on a content type that it cannot parse.
  if (contentType !== undefined && !/^\s*[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+\s*(;|$)/.test(contentType)) {
    return { violation: { code: 415, message: 'The content type is not a media type' } }
  }
  if (body.byteLength === 0) return { value: undefined }
  const text = new TextDecoder().decode(body)
  if (contentType === undefined || !/^\s*application\/([\w!#$&^.-]+\+)?json\s*(;|$)/i.test(contentType)) return { value: text }
  try {
    return { value: JSON.parse(text) }
  } catch {
    // The parser's own message would quote the body.
    return { violation: { code: 'json', message: 'Request body is not valid JSON' } }
  }
}

/** Prism for a request that is invalid before Prism can look at it: security is still checked, and the document's answer given. */
function refusing({ code, message }: Violation): ReturnType<typeof createInstance> {
  return createInstance(config, {
    logger,
    validateInput: () => ({ _tag: 'Left', left: [{ code, message, severity: 0 }] }),
  })
}

/**
 * Prism looks for an example among the responses of its HTTP status. An example of `default` may share the status with a response of its own,
 * which must then stand back.
 */
function operationFor(operation: PrismOperation, { httpStatus, scenario }: Choice): PrismOperation {
  const code = String(httpStatus)
  if (!scenario || scenario.responseKey === code || !operation.responses.some((response) => response.code === code))
    return operation
  const responses = operation.responses
    .filter((response) => response.code !== code)
    .map((response) => (response.code === scenario.responseKey ? { ...response, code } : response))
  return { ...operation, responses }
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
  }
}
