import { isJsonObject, type JsonObject, objectAt, textAt } from './json-object.js'
import type { DocumentOperation, OpenApiDocument } from './open-api-document.js'
import { exampleOf, parametersOf } from './request-parts.js'

/** A `curl` command for a POSIX shell, that the mock at `url` answers. */
export type ExampleCurl = (url: string) => string

/** Undefined where the document has no operation whose request can be written from its examples alone. */
export function exampleCurl(document: OpenApiDocument): ExampleCurl | undefined {
  for (const operation of document.operations) {
    const write = curlFor(document, operation)
    if (write) return write
  }
  return undefined
}

function curlFor(document: OpenApiDocument, operation: DocumentOperation): ExampleCurl | undefined {
  const query = new URLSearchParams()
  const headers: string[] = []
  let path = operation.path
  for (const parameter of parametersOf(document, operation)) {
    const name = textAt(parameter, 'name') ?? ''
    if (parameter['required'] !== true) continue
    const value = exampleOf(document, parameter) ?? exampleOf(document, document.resolve(parameter['schema']))
    if (value === undefined || typeof value === 'object') return undefined
    if (parameter['in'] === 'path') path = path.replaceAll(`{${name}}`, encodeURIComponent(String(value)))
    if (parameter['in'] === 'query') query.append(name, String(value))
    if (parameter['in'] === 'header') headers.push(`${name}: ${value}`)
  }
  for (const scheme of securityOf(document, operation)) {
    if (scheme['type'] !== 'apiKey') headers.push(`Authorization: ${scheme['scheme'] === 'basic' ? 'Basic' : 'Bearer'} example`)
    else if (scheme['in'] === 'header') headers.push(`${scheme['name']}: example`)
    else if (scheme['in'] === 'query') query.append(String(scheme['name']), 'example')
    else headers.push(`Cookie: ${scheme['name']}=example`)
  }
  const body = bodyOf(document, operation)
  if (body === 'unknown') return undefined
  if (body) headers.push(`Content-Type: ${body.mediaType}`)
  const target = `${path}${query.size > 0 ? `?${query}` : ''}`
  return (url) =>
    [
      `curl -sS ${operation.method === 'get' ? '' : `-X ${operation.method.toUpperCase()} `}${quote(`${url}${target}`)}`,
      ...headers.map((header) => `-H ${quote(header)}`),
      ...(body ? [`-d ${quote(body.text)}`] : []),
    ].join(' \\\n  ')
}

function securityOf(document: OpenApiDocument, { definition }: DocumentOperation): JsonObject[] {
  const requirements = definition['security'] ?? document.root['security']
  const [first] = Array.isArray(requirements) ? requirements : []
  const schemes = objectAt(objectAt(document.root, 'components'), 'securitySchemes')
  return isJsonObject(first) ? Object.keys(first).map((name) => document.resolve(schemes[name])) : []
}

function bodyOf(
  document: OpenApiDocument,
  { definition }: DocumentOperation,
): { mediaType: string; text: string } | 'unknown' | undefined {
  const requestBody = document.resolve(definition['requestBody'])
  for (const [mediaType, content] of Object.entries(objectAt(requestBody, 'content'))) {
    const value = exampleOf(document, document.resolve(content))
    if (value !== undefined)
      return { mediaType, text: typeof value === 'string' && !/json/i.test(mediaType) ? value : JSON.stringify(value) }
  }
  return requestBody['required'] === true ? 'unknown' : undefined
}

function quote(text: string): string {
  return /^[\w:/.?=&%[\]-]+$/.test(text) && !/[?&[\]]/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
