import type { IR } from '@hey-api/openapi-ts'

export type Resolve = (ref: string) => IR.SchemaObject

/** A schema and all that it is composed of: what `$ref`, `allOf`, `oneOf` and `anyOf` bring to the same value. */
export const partsOf = (
  schema: IR.SchemaObject | undefined,
  resolve: Resolve,
  seen = new Set<IR.SchemaObject>(),
): IR.SchemaObject[] => {
  if (schema === undefined || seen.has(schema)) return []
  seen.add(schema)
  const composed = schema.type === undefined || schema.type === 'object' ? (schema.items ?? []) : []
  return [
    schema,
    ...(schema.$ref === undefined ? [] : partsOf(resolve(schema.$ref), resolve, seen)),
    ...composed.flatMap((item) => partsOf(item, resolve, seen)),
  ]
}

/** The schemas of a property, by whichever part of a composed schema it comes. */
export const propertyOf = (schema: IR.SchemaObject | undefined, name: string, resolve: Resolve): IR.SchemaObject[] =>
  partsOf(schema, resolve)
    .map((part) => part.properties?.[name])
    .filter((property) => property !== undefined)

/** The values of an enum; empty for a schema that is none. */
export const enumOf = (schema: IR.SchemaObject, resolve: Resolve): unknown[] =>
  partsOf(schema, resolve)
    .filter((part) => part.type === 'enum')
    .flatMap((part) => part.items?.map((item) => item.const) ?? [])
