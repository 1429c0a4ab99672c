import {
  type Additional,
  allowsEveryType,
  anything,
  type BoundName,
  boundNames,
  type JsonType,
  type Nullability,
  type Schema,
  type SchemaRef,
} from './schema.js'

/** The schema that allows what both allow. */
export function both(a: Schema, b: Schema): Schema {
  if (a === anything) return b
  if (b === anything) return a
  return {
    parts: [...a.parts, ...b.parts],
    name: saysNothing(a) ? b.name : saysNothing(b) ? a.name : undefined,
    never: a.never || b.never,
    types: commonTypes(a.types, b.types),
    offeredTypes: union(a.offeredTypes, b.offeredTypes),
    typesFromUnion: allowsEveryType(b) ? a.typesFromUnion : b.typesFromUnion,
    nullability: leastNullable(a.nullability, b.nullability),
    format: b.format ?? a.format,
    values: commonValues(a.values, b.values),
    isConst: a.isConst || b.isConst,
    extensibleValues: commonValues(a.extensibleValues, b.extensibleValues),
    bounds: tightest(a, b),
    multipleOf: distinct([...a.multipleOf, ...b.multipleOf]),
    patterns: distinct([...a.patterns, ...b.patterns]),
    uniqueItems: a.uniqueItems || b.uniqueItems,
    properties: joined(a.properties, b.properties),
    required: union(a.required, b.required),
    additional: bothAdditional(a.additional, b.additional),
    patternProperties: joined(a.patternProperties, b.patternProperties),
    propertyNames: joinedRef(a.propertyNames, b.propertyNames),
    unevaluatedProperties: bothAdditional(a.unevaluatedProperties, b.unevaluatedProperties),
    unevaluatedItems: bothAdditional(a.unevaluatedItems, b.unevaluatedItems),
    items: joinedRef(a.items, b.items),
    prefixItems: zipped(a, b),
    contains: [...a.contains, ...b.contains],
    unions: [...a.unions, ...b.unions],
    nots: [...a.nots, ...b.nots],
    conditionals: [...a.conditionals, ...b.conditionals],
    dependentRequired: new Map([
      ...a.dependentRequired,
      ...[...b.dependentRequired].map(
        ([name, wanted]) => [name, union(a.dependentRequired.get(name) ?? new Set<string>(), wanted)] as const,
      ),
    ]),
    dependentSchemas: joined(a.dependentSchemas, b.dependentSchemas),
    // The one that stands nearer to the union.
    discriminator: a.discriminator ?? b.discriminator,
    contentMediaType: a.contentMediaType ?? b.contentMediaType,
    contentEncoding: a.contentEncoding ?? b.contentEncoding,
    contentSchema: joinedRef(a.contentSchema, b.contentSchema),
    default: a.default ?? b.default,
    readOnly: a.readOnly || b.readOnly,
    writeOnly: a.writeOnly || b.writeOnly,
    deprecated: a.deprecated || b.deprecated,
    extensions: new Map([...b.extensions, ...a.extensions]),
    documentation: distinct([...a.documentation, ...b.documentation]),
    examples: distinct([...a.examples, ...b.examples]),
  }
}

const descriptive: readonly (keyof Schema)[] = ['parts', 'name', 'documentation', 'examples']
const demands = (Object.keys(anything) as (keyof Schema)[]).filter((key) => !descriptive.includes(key))

/** It demands nothing, shows nothing in code, and only describes. */
export function saysNothing(schema: Schema): boolean {
  return allowsEveryType(schema) && saysOnly(schema, ['types'])
}

const remarks: readonly (keyof Schema)[] = ['default', 'extensibleValues', 'readOnly', 'writeOnly', 'deprecated', 'extensions']

/** It allows every value, whatever else it says of it. */
export function allowsEverything(schema: Schema): boolean {
  const isOpen = schema.additional === undefined || schema.additional === true
  return isOpen && allowsEveryType(schema) && saysOnly(schema, ['types', 'additional', ...remarks])
}

/** It demands nothing but what these keys of it say. */
export function saysOnly(schema: Schema, keys: readonly (keyof Schema)[]): boolean {
  return demands.every((key) => keys.includes(key) || isSame(schema[key], anything[key]))
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return a.length === 0
  if (a instanceof Map || a instanceof Set) return a.size === 0
  return typeof a === 'object' && a !== null && Object.keys(a).length === 0
}

export function commonTypes(a: ReadonlySet<JsonType>, b: ReadonlySet<JsonType>): Set<JsonType> {
  const common = new Set([...a].filter((type) => b.has(type)))
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one.has('number') && other.has('integer') && !common.has('number')) common.add('integer')
  }
  return common
}

const nullabilities: readonly Nullability[] = ['no', 'declared', 'listed']

function leastNullable(a: Nullability, b: Nullability): Nullability {
  return nullabilities[Math.min(nullabilities.indexOf(a), nullabilities.indexOf(b))] ?? 'no'
}

function commonValues(a: Schema['values'], b: Schema['values']): Schema['values'] {
  if (!a || !b) return a ?? b
  return new Map([...a].filter(([key]) => b.has(key)))
}

function tightest(a: Schema, b: Schema): Schema['bounds'] {
  const bounds: Partial<Record<BoundName, number>> = {}
  for (const name of boundNames) {
    const given = [a.bounds[name], b.bounds[name]].filter((bound) => bound !== undefined)
    if (given.length > 0) bounds[name] = /min/i.test(name) ? Math.max(...given) : Math.min(...given)
  }
  return bounds
}

function joined(a: ReadonlyMap<string, SchemaRef>, b: ReadonlyMap<string, SchemaRef>): ReadonlyMap<string, SchemaRef> {
  if (a.size === 0) return b
  if (b.size === 0) return a
  const all = new Map(a)
  for (const [name, ref] of b) all.set(name, joinedRef(all.get(name), ref) ?? ref)
  return all
}

function joinedRef(a: SchemaRef | undefined, b: SchemaRef | undefined): SchemaRef | undefined {
  if (!a || !b) return a ?? b
  const places = new Map([...a, ...b].map((located) => [located.value, located]))
  return [...places.values()]
}

function zipped(a: Schema, b: Schema): readonly SchemaRef[] {
  const length = Math.max(a.prefixItems.length, b.prefixItems.length)
  return Array.from({ length }, (_, index) => joinedRef(a.prefixItems[index], b.prefixItems[index]) ?? [])
}

/**
 * Strictly, `false` in one branch of an `allOf` forbids the properties of the others; who writes that means the whole, and generators
 * read it so.
 */
function bothAdditional(a: Additional, b: Additional): Additional {
  if (a === false || b === false) return false
  if (typeof a === 'object' && typeof b === 'object') return joinedRef(a, b)
  return typeof a === 'object' ? a : typeof b === 'object' ? b : (a ?? b)
}

function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> {
  return a.size === 0 ? b : b.size === 0 ? a : new Set([...a, ...b])
}

function distinct<T>(list: readonly T[]): readonly T[] {
  return list.length < 2 ? list : [...new Set(list)]
}
