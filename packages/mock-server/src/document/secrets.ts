import { isJsonObject, objectAt } from './json-object.js'
import type { OpenApiDocument } from './open-api-document.js'

const MASK = '[redacted]'

/** Replaces what the document calls a secret in what was received. */
export interface Secrets {
  inHeaders(headers: Readonly<Record<string, string>>): Record<string, string>
  inBody(body: unknown): unknown
}

/** Secret are the headers of the security schemes and of HTTP's own, and all fields of the format `password`. */
export function secretsOf(document: OpenApiDocument): Secrets {
  const headers = new Set(['authorization', 'proxy-authorization', 'cookie'])
  for (const scheme of Object.values(objectAt(objectAt(document.root, 'components'), 'securitySchemes'))) {
    const { in: place, name } = document.resolve(scheme)
    if (place === 'header' && typeof name === 'string') headers.add(name.toLowerCase())
  }
  const fields = passwordFields(document)

  const inBody = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inBody)
    if (!isJsonObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fields.has(name) ? MASK : inBody(item)]))
  }
  return {
    inHeaders: (received) =>
      Object.fromEntries(Object.entries(received).map(([name, value]) => [name, headers.has(name) ? MASK : value])),
    // Text that is no JSON may hold anything.
    inBody: (body) => (typeof body === 'string' ? MASK : inBody(body)),
  }
}

/** Names of the properties, anywhere in the document, whose schema has the format `password`. */
function passwordFields(document: OpenApiDocument): Set<string> {
  const names = new Set<string>()
  const seen = new Set<unknown>()
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return
    seen.add(node)
    if (isJsonObject(node)) {
      for (const [name, schema] of Object.entries(objectAt(node, 'properties'))) {
        if (document.resolve(schema)['format'] === 'password') names.add(name)
      }
    }
    for (const child of Object.values(node)) look(child)
  }
  look(document.root)
  return names
}
