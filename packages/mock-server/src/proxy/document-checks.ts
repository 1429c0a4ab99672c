import type { IHttpRequest } from '@stoplight/prism-http'
import { mayBeEmptyIn } from '../document/may-be-empty.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { assertSchemas, documentedFor, type PrismOperation, prismOperations } from '../engine/prism-operations.js'
import { queryOf } from '../engine/query.js'
import { pathOf } from '../request-target.js'
import { findOperation } from './find-operation.js'
import { type Finding, finding } from './finding.js'
import { type Message, readMessageBody } from './message-body.js'
import { requestDiagnostics, responseDiagnostics } from './prism-validation.js'
import { propertyNames, schemaFindings } from './schema-findings.js'
import { securityFindings } from './security.js'

export interface RequestMessage extends Message {
  readonly method: string
  /** Path and query, as in the request line. */
  readonly target: string
}

export interface ResponseMessage extends Message {
  readonly httpStatus: number
  /** HTTP allows it no body, whatever the document says: the answer to HEAD, and HTTP status 204 and 304. */
  readonly isBodiless: boolean
}

export interface CheckedRequest {
  /** The path of the document, or that of the request where the document has no such path. */
  readonly path: string
  readonly findings: readonly Finding[]
  /** Holds the answer against the document. */
  checkResponse(response: ResponseMessage): Promise<readonly Finding[]>
}

/** Holds messages against a document. */
export interface DocumentChecks {
  checkRequest(request: RequestMessage): Promise<CheckedRequest>
}

/**
 * The document belongs to the checks from here on: Prism changes it.
 * @throws MockServerError `invalid-document`
 */
export async function createDocumentChecks(document: OpenApiDocument): Promise<DocumentChecks> {
  const names = propertyNames(document.root)
  const mayBeEmpty = mayBeEmptyIn(document)
  const operations = await prismOperations(document)
  assertSchemas(operations)

  async function checkRequest({ method, target, headers, body }: RequestMessage): Promise<CheckedRequest> {
    const url = URL.parse(`http://proxy${target}`)
    const found = url ? await findOperation(operations, method, url.pathname) : {}
    const { operation, path = pathOf(target) } = found
    if (!url || !operation) {
      const isPreflight = method === 'OPTIONS' && 'origin' in headers && 'access-control-request-method' in headers
      const missing =
        found.path === undefined
          ? finding(['path'], 'path', 'is not in the document')
          : finding(['method'], 'method', 'is not in the document for this path')
      return { path, findings: isPreflight ? [] : [missing], checkResponse: async () => [] }
    }
    const request: IHttpRequest = {
      method: operation.method as IHttpRequest['method'],
      url: { path: url.pathname, query: queryOf(url.searchParams) },
      headers,
    }
    const findings = [...securityFindings(operation, request), ...(await requestFindings(operation, request, { headers, body }))]
    return { path, findings, checkResponse: (response) => responseFindings(operation, response) }
  }

  async function requestFindings(operation: PrismOperation, request: IHttpRequest, message: Message): Promise<Finding[]> {
    const documented = operation.request?.body
    const read = await readMessageBody(message, documented?.contents ?? [])
    const body =
      read.is === 'readable' ? { value: read.value, content: { ...read.content, mediaType: read.mediaType } } : undefined
    const diagnostics = requestDiagnostics(operation, request, body)
    return [
      ...(read.is === 'wrong' ? [read.finding] : []),
      ...(read.is === 'empty' && documented?.required ? [finding(['body'], 'required', 'is missing')] : []),
      ...(read.is === 'opaque' && !documented ? [finding(['body'], 'content-type', 'is not in the document')] : []),
      ...schemaFindings(diagnostics, body?.value, names),
    ]
  }

  async function responseFindings(
    operation: PrismOperation,
    { httpStatus, isBodiless, ...message }: ResponseMessage,
  ): Promise<Finding[]> {
    const documented = documentedFor(operation, httpStatus)
    if (!documented) return [finding(['status'], 'status', 'is not in the document')]
    const { contents = [] } = documented
    const read = isBodiless ? { is: 'opaque' as const } : await readMessageBody(message, contents)
    const body =
      read.is === 'readable' ? { value: read.value, content: { ...read.content, mediaType: read.mediaType } } : undefined
    const diagnostics = responseDiagnostics(operation, documented, httpStatus, message.headers, body)
    const isMissing = read.is === 'empty' && contents.length > 0 && !mayBeEmpty(operation, documented.code)
    return [
      ...(read.is === 'wrong' ? [read.finding] : []),
      ...(isMissing ? [finding(['body'], 'empty', 'is empty')] : []),
      ...schemaFindings(diagnostics, body?.value, names),
    ]
  }

  return { checkRequest }
}
