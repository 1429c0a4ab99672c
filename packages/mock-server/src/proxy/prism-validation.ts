import type { IHttpRequest } from '@stoplight/prism-http'
// Prism's instance checks a request only to answer it, and not at once. Its version is pinned, because this path is an inner one.
import { validateInput, validateOutput } from '@stoplight/prism-http/dist/validator/index.js'
import type { DocumentedResponse, PrismOperation } from '../engine/prism-operations.js'
import type { Diagnostic } from './schema-findings.js'

type Content = NonNullable<DocumentedResponse['contents']>[number]

/** A body that could be read, and the one content of the document that it must fit. */
export interface ReadBody {
  readonly value: unknown
  readonly content: Content
}

/** What Prism says of the parameters and the body of a request. */
export function requestDiagnostics(
  operation: PrismOperation,
  request: IHttpRequest,
  body: ReadBody | undefined,
): readonly Diagnostic[] {
  // Prism takes a request body of null for none at all; as a response body it is looked at.
  if (body?.value === null) {
    const asResponse = responseDiagnostics(operation, { id: '', code: '200' }, 200, {}, body)
    return [...asResponse, ...requestDiagnostics(operation, request, undefined)]
  }
  const { body: _, ...parameters } = operation.request ?? {}
  // Prism takes false, 0 and "" for a body that is missing.
  const documented = { ...parameters, ...(body && { body: { id: '', required: false, contents: [body.content] } }) }
  // Prism throws on a content type that it cannot parse. With a length, it compares content types by what comes after a plus only.
  const { 'content-type': contentType, ...others } = request.headers ?? {}
  const headers = { ...others, 'content-length': '0', ...(body && contentType !== undefined && { 'content-type': contentType }) }
  const result = validateInput({
    resource: { ...operation, request: documented },
    element: { ...request, headers, ...(body && { body: body.value }) },
  })
  return result._tag === 'Left' ? result.left : []
}

/** What Prism says of the headers and the body of a response, held against one response of the document. */
export function responseDiagnostics(
  operation: PrismOperation,
  documented: DocumentedResponse,
  statusCode: number,
  headers: Readonly<Record<string, string>>,
  body: ReadBody | undefined,
): readonly Diagnostic[] {
  const result = validateOutput({
    resource: { ...operation, responses: [{ ...documented, code: String(statusCode), contents: body ? [body.content] : [] }] },
    element: {
      statusCode,
      headers: { ...headers, ...(body && { 'content-type': body.content.mediaType }) },
      ...(body && { body: body.value }),
    },
  })
  return result._tag === 'Left' ? result.left : []
}
