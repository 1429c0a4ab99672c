import { isJsonObject, type JsonObject, objectAt } from '../document/json-object.js'
import type { DocumentedResponse, PrismOperation } from './prism-operations.js'

const constraints = new Set(['type', 'enum', 'const', 'properties', 'items', 'allOf', 'oneOf', 'anyOf', 'not', '$ref', 'x-faker'])

/** Of a list that may have any number. */
const mostItems = 3

const kept = new WeakMap<PrismOperation, Map<number | undefined, PrismOperation>>()

/**
 * The operation with responses that allow less, so that what is made up looks like what an API sends: values rather than null, lists that hold something,
 * no fields that nobody has named, and of a list of values those that go with the HTTP status.
 */
export function likely(operation: PrismOperation, httpStatus: number | undefined): PrismOperation {
  const ofOperation = kept.get(operation) ?? new Map<number | undefined, PrismOperation>()
  kept.set(operation, ofOperation)
  const known = ofOperation.get(httpStatus)
  if (known) return known
  const responses = operation.responses.map((response) => likelyResponse(response, httpStatus ?? Number(response.code)))
  const narrowed = { ...operation, responses }
  ofOperation.set(httpStatus, narrowed)
  return narrowed
}

function likelyResponse(response: DocumentedResponse, httpStatus: number): DocumentedResponse {
  const contents = (response.contents ?? []).map((content) => ({
    ...content,
    schema: likelySchema(content.schema, httpStatus) as typeof content.schema,
  }))
  return { ...response, contents } as DocumentedResponse
}

function likelySchema(schema: unknown, httpStatus: number): unknown {
  if (Array.isArray(schema)) return schema.map((each) => likelySchema(each, httpStatus))
  if (!isJsonObject(schema)) return schema
  // Of what may be anything, Prism would answer with the schema itself.
  if (!Object.keys(schema).some((key) => constraints.has(key))) return { type: 'null' }
  const narrowed: JsonObject = { ...schema }
  const { type } = schema
  if (Array.isArray(type) && type.length > 1) {
    const others = type.filter((each) => each !== 'null')
    narrowed['type'] = others.length === 1 ? others[0] : others
  }
  if ('items' in schema) {
    const { minItems = 1, maxItems = Math.max(Number(minItems), mostItems) } = schema
    Object.assign(narrowed, { minItems: Math.min(Number(minItems), Number(maxItems)), maxItems })
  }
  for (const key of ['items', 'allOf']) if (key in schema) narrowed[key] = likelySchema(schema[key], httpStatus)
  for (const key of ['oneOf', 'anyOf']) {
    const branches = schema[key]
    if (!Array.isArray(branches)) continue
    const values = branches.filter((branch) => !(isJsonObject(branch) && branch['type'] === 'null'))
    narrowed[key] = likelySchema(values.length > 0 ? values : branches, httpStatus)
  }
  if ('properties' in schema) {
    const properties = Object.entries(objectAt(schema, 'properties'))
    narrowed['properties'] = Object.fromEntries(properties.map(([name, each]) => [name, likelySchema(each, httpStatus)]))
    narrowed['additionalProperties'] ??= false
  }
  if (Array.isArray(schema['enum'])) {
    const details = objectAt(schema, 'x-enum-details')
    const fitting = schema['enum'].filter((value) => objectAt(details, String(value))['httpStatus'] === httpStatus)
    if (fitting.length > 0) narrowed['enum'] = fitting
  }
  return narrowed
}
