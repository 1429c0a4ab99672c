import { createLogger } from '@stoplight/prism-core'
import { createInstance, type IHttpConfig, type IHttpRequest, type IHttpResponse } from '@stoplight/prism-http'
import type { PrismOperation } from '../prism-operations.js'
import type { Diagnostic } from './schema-findings.js'

const config: IHttpConfig = {
  checkSecurity: false,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
}

// Prism logs headers and bodies, secrets included.
const logger = createLogger('mesh-mock', { level: 'silent' })

type Responses = PrismOperation['responses']
type Content = NonNullable<Responses[number]['contents']>[number]

/** A body that could be read, and the one content of the document that it must fit. */
export interface ReadBody {
  readonly value: unknown
  readonly content: Content
}

/** What Prism says of the parameters and the body of a request. */
export async function requestDiagnostics(
  operation: PrismOperation,
  request: IHttpRequest,
  body: ReadBody | undefined,
): Promise<Diagnostic[]> {
  const { request: documented } = operation
  // With a length, Prism compares content types by what comes after a plus only.
  const headers = { ...request.headers, 'content-length': '0' }
  // Prism takes a request body of null for none at all; as a response body it is looked at.
  const asResponse = body?.value === null ? await responseDiagnostics(operation, { id: '', code: '200' }, 200, {}, body) : []
  const ofRequest = await validate(
    {
      ...operation,
      // Prism takes false, 0 and "" for a body that is missing.
      request: { ...documented, body: body && { ...documented?.body, id: '', required: false, contents: [body.content] } },
      responses: [{ id: '', code: '204' }],
    } as PrismOperation,
    { ...request, headers: body ? headers : omitContentType(headers), ...(body && { body: body.value }) },
    { statusCode: 204 },
  )
  return [...asResponse, ...ofRequest]
}

/** What Prism says of the headers and the body of a response, held against one response of the document. */
export function responseDiagnostics(
  operation: PrismOperation,
  documented: Responses[number],
  httpStatus: number,
  headers: Readonly<Record<string, string>>,
  body: ReadBody | undefined,
): Promise<Diagnostic[]> {
  const { request: _, ...rest } = operation
  const responses = [{ ...documented, code: String(httpStatus), contents: body ? [body.content] : [] }] as Responses
  const response = { statusCode: httpStatus, headers: { ...headers, ...(body && { 'content-type': body.content.mediaType }) } }
  return validate(
    { ...rest, responses },
    { method: 'get', url: { path: '/' } },
    { ...response, ...(body && { body: body.value }) },
  )
}

/** Prism throws on one that it cannot parse. */
function omitContentType({ 'content-type': _, ...headers }: Record<string, string>): Record<string, string> {
  return headers
}

/** Prism's validators are not part of what it exports, but can be had as the ends of an instance that has nothing between them. */
async function validate(operation: PrismOperation, request: IHttpRequest, response: IHttpResponse): Promise<Diagnostic[]> {
  const result = await createInstance(config, {
    logger,
    route: () => ({ _tag: 'Right', right: operation }),
    mock: () => () => ({ _tag: 'Right', right: response }),
  }).request(request, [operation])()
  if (result._tag === 'Left') throw result.left
  const { input, output } = result.right.validations
  return [...input, ...output]
}
