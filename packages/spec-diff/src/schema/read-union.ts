import { elements, type Located } from '../document/located.js'
import { isJsonObject } from '../json.js'
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
  if (branches.every(isBareType)) {
    return { ...anything, parts: [list], types: typesOf(schemas), typesFromUnion: true, nullability }
  }
  if (branches.every(isBareValues)) {
    const values = new Map(schemas.flatMap((schema) => [...(schema.values ?? [])]))
    const documentation = schemas.flatMap((schema) => schema.documentation)
    return { ...anything, parts: [list], types: typesOf(schemas), nullability, values, documentation }
  }
  return {
    ...anything,
    parts: [list],
    types: typesOf(schemas),
    offeredTypes: typesOf(schemas),
    nullability,
    unions: [{ kind, branches: branches.map((branch, index) => ({ ref: [branch], name: schemas[index]?.name })) }],
  }
}

const annotations = ['title', 'description', 'example', 'examples']

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

function isBareType(branch: Located): boolean {
  const [only, second] = demandsOf(branch)
  return second === undefined && only?.[0] === 'type'
}

function isBareValues(branch: Located): boolean {
  const said = demandsOf(branch).map(([key]) => key)
  return said.some((key) => key !== 'type') && said.every((key) => key === 'type' || key === 'const' || key === 'enum')
}

function demandsOf({ value }: Located): [string, unknown][] {
  return isJsonObject(value) ? Object.entries(value).filter(([key]) => !annotations.includes(key)) : []
}

function typesOf(schemas: readonly Schema[]): Set<JsonType> {
  const types = new Set(schemas.flatMap((schema) => [...schema.types]))
  if (types.has('number')) types.delete('integer')
  return new Set([...types].filter((type) => type === 'integer' || allTypes.includes(type)))
}
