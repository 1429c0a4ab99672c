import { document as bundled } from '../../../openapi/dist/document.js'

export type JsonObject = Record<string, unknown>

/** The document of this repository, bundled. */
export const document: JsonObject = bundled as unknown as JsonObject

export function objectAt(value: unknown, ...keys: readonly string[]): JsonObject {
  const [key, ...others] = keys
  const object = isObject(value) ? resolved(value) : {}
  return key === undefined ? object : objectAt(object[key], ...others)
}

/** Entries of an object of the document, references followed. */
export function entriesAt(value: unknown, ...keys: readonly string[]): [string, JsonObject][] {
  return Object.entries(objectAt(value, ...keys)).map(([name, entry]) => [name, objectAt(entry)])
}

export function textAt(value: unknown, key: string): string {
  // What stands beside a reference is said of this use of it.
  const text = (isObject(value) ? value[key] : undefined) ?? objectAt(value)[key]
  return typeof text === 'string' ? text : ''
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function resolved(value: JsonObject): JsonObject {
  const reference = value['$ref']
  if (typeof reference !== 'string') return value
  const keys = reference.replace(/^#\//, '').split('/')
  return objectAt(document, ...keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')))
}
