import type { IHttpRequest } from '@stoplight/prism-http'
import { pathOf } from '../request-target.js'
import type { EngineRequest } from './engine-request.js'
import type { OperationRouter } from './operation-router.js'
import { type Preferences, readPreferences } from './preferences.js'
import type { PrismOperation } from './prism-operations.js'
import { isValidRequest } from './prism-validator.js'
import { queryOf } from './query.js'
import { type BodyViolation, maxBodyBytes, readRequestBody } from './request-body.js'
import { RequestProblem } from './request-problem.js'

/** A request that means an operation of the document. */
export interface Incoming {
  readonly operation: PrismOperation
  /** As Prism wants it. Its body is the value of JSON, or other text; undefined where it could not be read. */
  readonly input: IHttpRequest
  readonly preferences: Preferences
  readonly isValid: boolean
  /** What is wrong with the body where Prism would not see it. */
  readonly bodyViolation: BodyViolation | undefined
}

/** @throws RequestProblem where no operation is meant, or something is preferred that cannot be. */
export async function readIncoming(
  operationOf: OperationRouter,
  { method, target, headers, body }: EngineRequest,
): Promise<Incoming> {
  if (body === undefined || body.byteLength > maxBodyBytes) {
    throw new RequestProblem(413, 'Body too large', `The body of the request is larger than ${maxBodyBytes} bytes.`)
  }
  const url = parseTarget(target)
  const received: IHttpRequest = {
    method: method.toLowerCase() as IHttpRequest['method'],
    url: { path: url.pathname, query: queryOf(url.searchParams) },
    // A body that comes in chunks has no length, and Prism checks the content type only of what has one.
    headers: { ...headers, 'content-length': String(body.byteLength) },
  }
  const operation = await operationOf(received)
  const content = readRequestBody(operation, headers, body)
  const bodyViolation = 'violation' in content ? content.violation : undefined
  const value = 'value' in content ? content.value : undefined
  const input = { ...withoutEmptyCredentials(operation, received), body: value }
  const isValid = bodyViolation === undefined && isValidRequest(operation, input)
  return { operation, input, preferences: readPreferences(headers['prefer'], url.searchParams, value), isValid, bodyViolation }
}

function parseTarget(target: string): URL {
  const url = target.startsWith('/') ? URL.parse(`http://mock${target}`) : null
  if (!url) throw new RequestProblem(400, 'Address not understood', `The address "${pathOf(target)}" is not a path.`)
  try {
    decodeURIComponent(url.pathname)
  } catch {
    throw new RequestProblem(400, 'Address not understood', `The path "${url.pathname}" is not encoded as a URL must be.`)
  }
  return url
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
