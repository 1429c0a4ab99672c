import fc from 'fast-check'
import type { Json } from './documents.js'

/**
 * Schemas of the kinds that request bodies have, of a few small words and numbers, so that two of them often have to do with each
 * other, with values that each allows. There is no `oneOf`: a value that fits two of its branches is refused, which is not compared
 * (see "What it does not see" in the README).
 */
export interface Generated {
  readonly schema: Json
  /** Mostly allowed by the schema; of an object only properties that it names. */
  readonly values: fc.Arbitrary<unknown>
}

const word = fc.constantFrom('a', 'b', 'ab', 'abc')
const small = fc.integer({ min: 0, max: 4 })
const name = fc.constantFrom('p', 'q', 'r')

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 })

function defined(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

const texts: fc.Arbitrary<Generated> = fc
  .record({ minLength: optional(small), maxLength: optional(small), pattern: optional(fc.constantFrom('^a', 'b$', '.*')) })
  .map((keywords) => ({
    schema: { type: 'string', ...defined(keywords) },
    values: fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 5 }),
  }))

const numbers: fc.Arbitrary<Generated> = fc
  .record({
    type: fc.constantFrom('integer', 'number'),
    minimum: optional(small),
    exclusiveMinimum: optional(small),
    maximum: optional(small),
    exclusiveMaximum: optional(small),
    multipleOf: optional(fc.constantFrom(1, 2, 3)),
  })
  .map((keywords) => ({
    schema: defined(keywords),
    values: fc.oneof(fc.integer({ min: -1, max: 6 }), fc.constantFrom(0.5, 2.5)),
  }))

const listed: fc.Arbitrary<Generated> = fc
  .uniqueArray(fc.oneof(word, small, fc.constant(null), fc.boolean()), { minLength: 1, maxLength: 4 })
  .chain((values) =>
    fc.constantFrom<Json>(values.length === 1 ? { const: values[0] } : { enum: values }, { enum: values }).map((schema) => ({
      schema,
      values: fc.constantFrom(...values),
    })),
  )

const nullable = (inner: fc.Arbitrary<Generated>): fc.Arbitrary<Generated> =>
  fc.tuple(inner, fc.boolean()).map(([{ schema, values }, isUnion]) => ({
    schema:
      isUnion || typeof schema['type'] !== 'string'
        ? { anyOf: [schema, { type: 'null' }] }
        : { ...schema, type: [schema['type'], 'null'] },
    values: fc.oneof(values, fc.constant(null)),
  }))

const contained = (inner: fc.Arbitrary<Generated>): fc.Arbitrary<Json> =>
  fc
    .tuple(inner, fc.record({ minContains: optional(fc.constantFrom(0, 1, 2)), maxContains: optional(fc.constantFrom(1, 2)) }))
    .map(([{ schema }, keywords]) => ({ contains: schema, ...defined(keywords) }))

const lists = (inner: fc.Arbitrary<Generated>): fc.Arbitrary<Generated> =>
  fc
    .tuple(
      inner,
      fc.array(contained(inner), { maxLength: 2 }),
      fc.record({ minItems: optional(small), maxItems: optional(small), uniqueItems: optional(fc.boolean()) }),
    )
    .map(([items, contains, keywords]) => ({
      schema: { type: 'array', items: items.schema, ...defined(keywords), ...(contains.length > 0 && { allOf: contains }) },
      values: fc.array(items.values, { maxLength: 5 }),
    }))

const objects = (inner: fc.Arbitrary<Generated>): fc.Arbitrary<Generated> =>
  fc
    .tuple(
      fc.dictionary(name, inner, { maxKeys: 3 }),
      fc.record({
        required: fc.uniqueArray(name, { maxLength: 2 }),
        additionalProperties: optional(fc.boolean()),
        minProperties: optional(fc.constantFrom(1, 2)),
        maxProperties: optional(fc.constantFrom(1, 2)),
        propertyNames: optional(fc.constantFrom({ maxLength: 1 }, { maxLength: 2 }, { pattern: '^[pq]' }, { enum: ['p', 'q'] })),
        dependentRequired: optional(fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 1 })),
      }),
    )
    .map(([properties, { required, ...keywords }]) => {
      const own = required.filter((key) => key in properties)
      const schemas = Object.fromEntries(Object.entries(properties).map(([key, { schema }]) => [key, schema]))
      const values = Object.fromEntries(Object.entries(properties).map(([key, generated]) => [key, generated.values]))
      return {
        schema: { type: 'object', properties: schemas, ...(own.length > 0 && { required: own }), ...defined(keywords) },
        values: fc.record(values, { requiredKeys: own, noNullPrototype: true }),
      }
    })

const unions = (inner: fc.Arbitrary<Generated>): fc.Arbitrary<Generated> =>
  fc.array(inner, { minLength: 2, maxLength: 3 }).map((branches) => ({
    schema: { anyOf: branches.map(({ schema }) => schema) },
    values: fc.oneof(...branches.map(({ values }) => values)),
  }))

const conjunctions = (inner: fc.Arbitrary<Generated>): fc.Arbitrary<Generated> =>
  fc.tuple(inner, inner).map(([one, other]) => ({ schema: { allOf: [one.schema, other.schema] }, values: one.values }))

const negations = (inner: fc.Arbitrary<Generated>): fc.Arbitrary<Generated> =>
  fc.tuple(inner, inner).map(([{ schema, values }, excluded]) => ({ schema: { ...schema, not: excluded.schema }, values }))

export const generated: fc.Arbitrary<Generated> = fc.letrec<{ any: Generated }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    texts,
    numbers,
    listed,
    nullable(fc.oneof(texts, numbers, listed)),
    lists(tie('any')),
    objects(tie('any')),
    unions(tie('any')),
    conjunctions(fc.oneof(texts, numbers)),
    conjunctions(objects(fc.oneof(texts, numbers, listed))),
    negations(fc.oneof(texts, numbers)),
  ),
})).any

/** One keyword somewhere in the schema is gone, or as it is in the other schema. */
export function mutated(schema: Json, other: Json): fc.Arbitrary<Json> {
  const places = placesOf(schema)
  return fc
    .tuple(fc.constantFrom(...places), fc.constantFrom(...placesOf(other)), fc.boolean())
    .map(([place, source, isGone]) => {
      const copy: Json = structuredClone(schema)
      const holder = place.path.reduce<Json>((object, key) => object[key] as Json, copy)
      if (isGone && place.key !== undefined) delete holder[place.key]
      else Object.assign(holder, structuredClone(source.value))
      return copy
    })
}

interface SchemaPlace {
  readonly path: readonly string[]
  readonly key: string | undefined
  readonly value: Json
}

function placesOf(schema: Json, path: readonly string[] = []): SchemaPlace[] {
  const own = Object.keys(schema).map((key) => ({ path, key, value: { [key]: schema[key] } }))
  const inner = Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'properties')
      return Object.keys(value as Json).flatMap((property) =>
        placesOf((value as Record<string, Json>)[property] ?? {}, [...path, key, property]),
      )
    if (['items', 'not', 'contains', 'propertyNames'].includes(key)) return placesOf(value as Json, [...path, key])
    return Array.isArray(value) && ['anyOf', 'oneOf', 'allOf'].includes(key)
      ? value.flatMap((branch, index) => placesOf(branch, [...path, key, String(index)]))
      : []
  })
  return own.length + inner.length > 0 ? [...own, ...inner] : [{ path, key: undefined, value: {} }]
}
