import { elements, type Located } from '../document/located.js'
import { isJsonObject } from '../json.js'
import { saysOnly } from './conjunction.js'
import { allTypes, anything, type JsonType, type Schema, type Union } from './schema.js'

/**
 * Reads a `oneOf` or `anyOf`: a null branch is nullability, a single branch is that branch, and branches that are nothing but a type
 * are a list of types; branches that are nothing but values, a list of values.
 */
export function readUnion(list: Located, kind: Union['kind'], read: (located: Located) => Schema): Schema {
  const all = elements(list)
  const branches = all.filter((branch) => !isNull(branch))
  const hasNull = branches.length < all.length
  const [only, second] = branches
  if (!only) return { ...anything, parts: [list], types: new Set(), nullability: 'listed' }
  if (!second) {
    const schema = read(only)
    return hasNull ? { ...schema, nullability: 'listed' } : schema
  }
  const schemas = branches.map(read)
  const nullability = hasNull || schemas.some((schema) => schema.nullability === 'listed') ? 'listed' : 'no'
  const common = { ...anything, parts: [list], types: typesOf(schemas), nullability, ...remarksOf(schemas) } as const
  if (schemas.every(isBareType)) return { ...common, typesFromUnion: true }
  if (schemas.every(isBareValues)) return { ...common, values: new Map(schemas.flatMap(({ values }) => [...(values ?? [])])) }
  return {
    ...anything,
    parts: [list],
    types: typesOf(schemas),
    offeredTypes: typesOf(schemas),
    nullability,
    unions: [{ kind, branches: branches.map((branch, index) => ({ ref: [branch], name: schemas[index]?.name })) }],
  }
}

const annotations = ['title', 'description', 'externalDocs', '$comment', 'example', 'examples']

/** It says in one way or another that the value is null, and nothing else. */
function isNull(branch: Located): boolean {
  const said = demandsOf(branch)
  const isOnlyNull: Readonly<Record<string, (value: unknown) => boolean>> = {
    type: (type) => [type].flat().every((name) => name === 'null'),
    const: (value) => value === null,
    enum: (values) => Array.isArray(values) && values.length > 0 && values.every((value) => value === null),
  }
  return said.length > 0 && said.every(([key, value]) => isOnlyNull[key]?.(value) ?? false)
}

function isBareType(schema: Schema): boolean {
  return schema.name === undefined && saysOnly(schema, ['types', 'typesFromUnion', 'nullability', ...remarks])
}

function isBareValues(schema: Schema): boolean {
  return (
    schema.name === undefined &&
    schema.values !== undefined &&
    // None of the values is of the type beside them.
    schema.types.size > 0 &&
    saysOnly(schema, ['types', 'nullability', 'values', 'isConst', ...remarks])
  )
}

const remarks = ['deprecated', 'extensions'] as const

/** What is remarked on single types or values of a list, such as that one is deprecated: extensions of the list. */
function remarksOf(schemas: readonly Schema[]): Pick<Schema, 'documentation' | 'examples' | 'extensions'> {
  const extensions = new Map<string, Record<string, unknown>>()
  for (const { types, values, deprecated, extensions: own } of schemas) {
    const subject = [...(values?.keys() ?? types)].join()
    for (const [name, value] of deprecated ? [...own, ['deprecated', true] as const] : own)
      extensions.set(name, { ...extensions.get(name), [subject]: value })
  }
  return {
    documentation: schemas.flatMap(({ documentation }) => documentation),
    examples: schemas.flatMap(({ examples }) => examples),
    extensions,
  }
}

function demandsOf({ value }: Located): [string, unknown][] {
  return isJsonObject(value) ? Object.entries(value).filter(([key]) => !annotations.includes(key)) : []
}

function typesOf(schemas: readonly Schema[]): Set<JsonType> {
  const types = new Set(schemas.flatMap((schema) => [...schema.types]))
  if (types.has('number')) types.delete('integer')
  return new Set([...types].filter((type) => type === 'integer' || allTypes.includes(type)))
}
