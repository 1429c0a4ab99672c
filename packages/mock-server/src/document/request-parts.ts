import { isJsonObject, type JsonObject } from './json-object.js'
import type { DocumentOperation, OpenApiDocument } from './open-api-document.js'

/** Those of the path, then the operation's own. */
export function parametersOf(document: OpenApiDocument, { pathItem, definition }: DocumentOperation): JsonObject[] {
  return [pathItem['parameters'], definition['parameters']].flatMap((list) =>
    Array.isArray(list) ? list.map((parameter) => document.resolve(parameter)) : [],
  )
}

/** `example`, the first of `examples` (named, or a schema's list), a default or the first value that is allowed. */
export function exampleOf(document: OpenApiDocument, node: JsonObject): unknown {
  const { example, examples, default: fallback, enum: allowed } = node
  if (example !== undefined) return example
  if (isJsonObject(examples)) return document.resolve(Object.values(examples)[0])['value']
  if (Array.isArray(examples)) return examples[0]
  return fallback ?? (Array.isArray(allowed) ? allowed[0] : undefined)
}
