import { child, elements, type Located, members, objectOf } from '../document/located.js'
import { canonical, isJsonObject, type JsonObject, sameJson } from '../json.js'
import {
  type Additional,
  allTypes,
  anything,
  type BoundName,
  boundNames,
  type Discriminator,
  type JsonType,
  type Nullability,
  type Schema,
  type SchemaRef,
} from './schema.js'

export const textKeywords = ['title', 'description', 'externalDocs', '$comment'] as const

/** Reads what a schema object says itself, without `$ref`, `allOf`, `oneOf` and `anyOf`. */
export function readKeywords(located: Located, hasNullable: boolean): Schema {
  const raw = objectOf(located)
  const isTuple = Array.isArray(raw['items'])
  const schema: Schema = {
    ...anything,
    parts: [located],
    ...typesOf(raw, hasNullable),
    format: text(raw['format']),
    extensibleValues: valuesOf(raw['x-extensible-enum']),
    bounds: boundsOf(raw),
    multipleOf: typeof raw['multipleOf'] === 'number' ? [raw['multipleOf']] : [],
    patterns: typeof raw['pattern'] === 'string' ? [raw['pattern']] : [],
    uniqueItems: raw['uniqueItems'] === true,
    properties: refs(child(located, 'properties')),
    required: new Set(strings(raw['required'])),
    additional: additionalOf(located, 'additionalProperties'),
    patternProperties: refs(child(located, 'patternProperties')),
    propertyNames: ref(located, 'propertyNames'),
    unevaluatedProperties: additionalOf(located, 'unevaluatedProperties'),
    unevaluatedItems: additionalOf(located, 'unevaluatedItems'),
    // Before 2020-12 a list under `items` was the tuple.
    items: isTuple ? undefined : ref(located, 'items'),
    prefixItems: elements(child(located, isTuple ? 'items' : 'prefixItems')).map((element) => [element]),
    contains: containsOf(located, raw),
    nots: raw['not'] === undefined ? [] : [[child(located, 'not')]],
    conditionals: conditionalsOf(located, raw),
    dependentRequired: new Map(
      Object.entries(objectOf(child(located, 'dependentRequired')))
        .map(([name, wanted]) => [name, new Set(strings(wanted))] as const)
        .filter(([, wanted]) => wanted.size > 0),
    ),
    dependentSchemas: refs(child(located, 'dependentSchemas')),
    discriminator: discriminatorOf(raw['discriminator']),
    contentMediaType: text(raw['contentMediaType']),
    contentEncoding: text(raw['contentEncoding']),
    contentSchema: ref(located, 'contentSchema'),
    default: raw['default'] === undefined ? undefined : canonical(raw['default']),
    readOnly: raw['readOnly'] === true,
    writeOnly: raw['writeOnly'] === true,
    deprecated: raw['deprecated'] === true,
    extensions: extensionsOf(raw),
    documentation: textKeywords.filter((key) => raw[key] !== undefined).map((key) => canonical(raw[key])),
    // `example` of 3.0 and a list of one in 3.1 say the same.
    examples: [...(Array.isArray(raw['examples']) ? raw['examples'] : []), ...('example' in raw ? [raw['example']] : [])].map(
      canonical,
    ),
  }
  return schema
}

type Types = Pick<Schema, 'types' | 'nullability' | 'values' | 'isConst'>

function typesOf(raw: JsonObject, hasNullable: boolean): Types {
  const declared = declaredTypes(raw, hasNullable)
  const isConst = 'const' in raw
  const listed = listedIn(raw)
  if (!listed) return { ...declared, values: undefined, isConst: false }
  const values = valuesOf(listed.filter((value) => value !== null)) ?? new Map()
  const nullability =
    declared.nullability === 'no' || listed.includes(null) ? declared.nullability : hasTypes(raw) ? 'declared' : 'no'
  return { types: narrowedBy(values, declared.types), nullability, values, isConst }
}

function listedIn(raw: JsonObject): unknown[] | undefined {
  const values: unknown = raw['enum']
  if (!('const' in raw)) return Array.isArray(values) ? values : undefined
  const isListed = !Array.isArray(values) || values.some((value) => sameJson(value, raw['const']))
  return isListed ? [raw['const']] : []
}

function hasTypes(raw: JsonObject): boolean {
  return raw['type'] !== undefined
}

function declaredTypes(raw: JsonObject, hasNullable: boolean): Pick<Schema, 'types' | 'nullability'> {
  const type = raw['type']
  const named = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string')
  if (named.length === 0) return { types: anything.types, nullability: 'listed' }
  const types = new Set(named.filter((name): name is JsonType => name === 'integer' || allTypes.some((known) => known === name)))
  if (types.has('number')) types.delete('integer')
  const nullability: Nullability = named.includes('null') || (hasNullable && raw['nullable'] === true) ? 'listed' : 'no'
  // `type: file` and other words of no standard allow what they allow.
  return types.size === 0 && nullability === 'no' ? { types: anything.types, nullability: 'listed' } : { types, nullability }
}

/** A list of values decides the types as well: `type: string` beside a list of strings says nothing new. */
function narrowedBy(values: ReadonlyMap<string, unknown>, types: ReadonlySet<JsonType>): Set<JsonType> {
  const found = new Set<JsonType>()
  for (const value of values.values()) {
    const type = typeOfValue(value)
    if (types.has(type)) found.add(type)
    else if (type === 'integer' && types.has('number')) found.add('number')
  }
  return found
}

function typeOfValue(value: unknown): JsonType {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value === 'string' || typeof value === 'boolean' ? (typeof value as 'string' | 'boolean') : 'object'
}

function valuesOf(list: unknown): ReadonlyMap<string, unknown> | undefined {
  return Array.isArray(list) ? new Map(list.map((value) => [canonical(value), value])) : undefined
}

function boundsOf(raw: JsonObject): Schema['bounds'] {
  const bounds: Partial<Record<BoundName, number>> = {}
  for (const name of boundNames) {
    const value = raw[name]
    if (typeof value === 'number') bounds[name] = value
  }
  // 3.0 says with `true` that the bound beside it is exclusive.
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (raw[flag] === true && bounds[bound] !== undefined) bounds[flag] = bounds[bound]
  }
  for (const name of ['minLength', 'minItems', 'minProperties'] as const) if (bounds[name] === 0) delete bounds[name]
  return bounds
}

function additionalOf(located: Located, key: string): Additional {
  const value = objectOf(located)[key]
  return isJsonObject(value)
    ? Object.keys(value).length === 0
      ? true
      : [child(located, key)]
    : typeof value === 'boolean'
      ? value
      : undefined
}

function containsOf(located: Located, raw: JsonObject): Schema['contains'] {
  const schema = ref(located, 'contains')
  if (!schema) return []
  const { minContains, maxContains } = raw
  const min = typeof minContains === 'number' ? minContains : 1
  const max = typeof maxContains === 'number' ? maxContains : undefined
  return min <= 0 && max === undefined ? [] : [{ schema, min, max }]
}

function conditionalsOf(located: Located, raw: JsonObject): Schema['conditionals'] {
  const condition = ref(located, 'if')
  if (!condition || (raw['then'] === undefined && raw['else'] === undefined)) return []
  return [{ condition, whenTrue: ref(located, 'then'), whenFalse: ref(located, 'else') }]
}

function discriminatorOf(value: unknown): Discriminator | undefined {
  if (!isJsonObject(value) || typeof value['propertyName'] !== 'string') return undefined
  const mapping = isJsonObject(value['mapping']) ? value['mapping'] : {}
  return {
    propertyName: value['propertyName'],
    mapping: new Map(Object.entries(mapping).map(([key, target]) => [key, String(target)])),
  }
}

function extensionsOf(raw: JsonObject): ReadonlyMap<string, unknown> {
  const names = Object.keys(raw).filter((key) => key === 'xml' || (key.startsWith('x-') && key !== 'x-extensible-enum'))
  return new Map(names.map((name) => [name, raw[name]]))
}

function refs(parent: Located): ReadonlyMap<string, SchemaRef> {
  return new Map(members(parent).map(([name, located]) => [name, [located]]))
}

function ref(parent: Located, key: string): SchemaRef | undefined {
  const located = child(parent, key)
  return isJsonObject(located.value) || typeof located.value === 'boolean' ? [located] : undefined
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
