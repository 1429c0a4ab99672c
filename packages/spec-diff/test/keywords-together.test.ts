import { describe, expect, test } from 'vitest'
import { api, edited, found, type Json } from './documents.js'

/** What is edited, before, after, what is found in a request and what in a response. */
type Row = readonly [edit: string, before: Json, after: Json, request: string, response: string]

const text = { type: 'string' }
const whole = { type: 'integer' }
// An object with this key written out looks like a promise to the linter.
const then = (schema: Json): Json => Object.fromEntries([['then', schema]])
const object = (properties: Json, more: Json = {}): Json => ({ type: 'object', properties, ...more })
const list = (more: Json): Json => ({ type: 'array', items: text, ...more })
const closed = { additionalProperties: false }
const both = (...schemas: Json[]): Json => ({ allOf: schemas })
const ifA = { required: ['a'], if: { required: ['a'] } }

// biome-ignore format: a row of the table is a line.
const ofLists: readonly Row[] = [
  ['the second of two contains is gone', list({ ...both({ contains: { const: 'a' } }, { contains: { const: 'b' } }) }), list({ contains: { const: 'a' } }), 'minor body-contains-removed', 'major body-contains-removed'],
  ['the first of two contains is gone', list({ ...both({ contains: { const: 'a' } }, { contains: { const: 'b' } }) }), list({ contains: { const: 'b' } }), 'minor body-contains-removed', 'major body-contains-removed'],
  ['more items count, of which few are allowed', list({ contains: { const: 'a' }, maxContains: 1 }), list({ contains: { enum: ['a', 'b'] }, maxContains: 1 }), 'major body-contains-changed', 'major body-contains-changed'],
  ['more items count, of which there may be none', list({ contains: { const: 'a' }, minContains: 0, maxContains: 1 }), list({ contains: { enum: ['a', 'b'] }, minContains: 0, maxContains: 1 }), 'major body-contains-changed', 'minor body-contains-changed'],
  ['fewer items count by their length', list({ contains: { maxLength: 4 } }), list({ contains: { maxLength: 3 } }), 'major body-contains-changed', 'minor body-contains-changed'],
]

// biome-ignore format: a row of the table is a line.
const ofValues: readonly Row[] = [
  ['one of two divisors is gone', both(whole, { multipleOf: 2 }, { multipleOf: 3 }), { ...whole, multipleOf: 2 }, 'minor body-multiple-of-changed', 'major body-multiple-of-changed'],
  ['a divisor in decimals is loosened', { type: 'number', multipleOf: 0.07 }, { type: 'number', multipleOf: 0.01 }, 'minor body-multiple-of-changed', 'major body-multiple-of-changed'],
  ['integers are refused beside a union with numbers', { type: ['integer', 'string'], anyOf: [{ type: 'number', minimum: 0 }, { ...text, minLength: 1 }] }, { ...text, anyOf: [{ type: 'number', minimum: 0 }, { ...text, minLength: 1 }] }, 'major body-type-changed', 'minor body-type-specialized'],
  ['a condition holds for fewer values', { ...text, if: { minLength: 1 }, ...then({ pattern: '^a' }) }, { ...text, if: { minLength: 3 }, ...then({ pattern: '^a' }) }, 'major body-if-changed', 'major body-if-changed'],
  ['a format that is a word of JavaScript', { ...text, format: 'constructor' }, { ...text, format: 'toString' }, 'major body-type-changed', 'major body-type-changed'],
  ['a list that will grow is added', text, { ...text, 'x-extensible-enum': ['a'] }, 'minor extension-changed', 'minor extension-changed'],
  ['one of the values is deprecated', { oneOf: [{ const: 'a' }, { const: 'b' }] }, { oneOf: [{ const: 'a' }, { const: 'b', deprecated: true }] }, 'minor extension-changed', 'minor extension-changed'],
  ['one of the types has an extension', { anyOf: [text, whole] }, { anyOf: [{ ...text, 'x-unit': 'm' }, whole] }, 'minor extension-changed', 'minor extension-changed'],
  ['a default of any value', {}, { default: 1 }, 'patch body-default-value-added', 'patch body-default-value-added'],
  ['a branch with a value that its type refuses', { const: 'a' }, { anyOf: [{ ...whole, const: 'a' }, { const: 'b' }] }, 'major body-wrapped-in-one-of', 'major body-any-of-added'],
  ['an extension of any value', {}, { 'x-unit': 'm' }, 'minor extension-changed', 'minor extension-changed'],
  ['a text of any other property', object({}, { additionalProperties: { title: 'A' } }), object({}, { additionalProperties: { title: 'B' } }), 'patch description-changed', 'patch description-changed'],
]

// biome-ignore format: a row of the table is a line.
const ofObjects: readonly Row[] = [
  ['one property of a map gets a name and another type', object({}, { additionalProperties: whole }), object({ a: text }, { additionalProperties: whole }), 'major property-type-changed, minor new-optional-request-property', 'major property-type-changed, minor optional-property-added'],
  ['one property of a map gets a name', object({}, { additionalProperties: text }), object({ a: text }, { additionalProperties: text }), 'minor new-optional-request-property', 'minor optional-property-added'],
  ['one property of anything gets a name', object({}, { additionalProperties: { title: 'A' } }), object({ a: text }, { additionalProperties: { title: 'A' } }), 'minor new-optional-request-property', 'minor optional-property-added'],
  ['one property of a pattern gets a name and another type', object({}, { patternProperties: { '^x': whole } }), object({ xa: text }), 'major property-type-changed, minor body-pattern-property-removed, minor new-optional-request-property', 'major property-type-changed, major body-pattern-property-removed, minor optional-property-added'],
  ['a pattern that no JavaScript knows', object({}, { patternProperties: { '(?i)x': whole } }), object({ a: text }, { patternProperties: { '(?i)x': whole } }), 'minor new-optional-request-property', 'minor optional-property-added'],
  ['a pattern of names that were allowed is gone', object({}, { ...closed, patternProperties: { '^x': text } }), object({}, closed), 'major body-pattern-property-removed', 'major body-pattern-property-removed'],
  ['a pattern of names that were not allowed', object({}, closed), object({}, { ...closed, patternProperties: { '^x': text } }), 'minor body-pattern-property-added', 'minor body-pattern-property-added'],
  ['a pattern in place of a map', object({}, { additionalProperties: text }), object({}, { additionalProperties: text, patternProperties: { '^x': whole } }), 'major property-type-changed', 'major property-type-changed'],
  ['what was additional is unevaluated', object({}, { additionalProperties: true, unevaluatedProperties: false }), object({}, { unevaluatedProperties: false }), 'major body-unevaluated-properties-added', 'minor body-unevaluated-properties-added'],
  ['names are shorter', object({}, { propertyNames: { maxLength: 4 } }), object({}, { propertyNames: { maxLength: 3 } }), 'major body-property-names-changed', 'minor body-property-names-changed'],
  ['a dependent schema is tighter', object({}, { dependentSchemas: { a: { maxProperties: 4 } } }), object({}, { dependentSchemas: { a: { maxProperties: 3 } } }), 'major body-dependent-schema-changed', 'minor body-dependent-schema-changed'],
  ['a condition comes to tighten a property', object({ a: text }, { ...ifA, ...then({ minProperties: 1 }) }), object({ a: text }, { ...ifA, ...then({ minProperties: 1, properties: { a: { minLength: 2 } } }) }), 'major property-min-length-set, minor new-optional-request-property', 'minor optional-property-added, patch property-min-length-set'],
  ['a branch comes to tighten a property', object({ a: text, b: text }, { anyOf: [{ properties: { a: { minLength: 1 } } }, { minProperties: 2 }] }), object({ a: text, b: text }, { anyOf: [{ properties: { a: { minLength: 1 }, b: { minLength: 2 } } }, { minProperties: 2 }] }), 'major property-min-length-set, minor new-optional-request-property', 'minor optional-property-added, patch property-min-length-set'],
  ['a property of no schema is forbidden', object({}), object({ a: false }), 'major property-became-forbidden', 'minor property-became-forbidden'],
  ['a property is forbidden no more', object({ a: false }), object({}), 'minor property-became-allowed', 'minor property-became-allowed'],
]

/** `minor extension-changed, major body-type-changed` with the side in front of each name that has one. */
function lines(verdicts: string, side: string): string[] {
  return verdicts.split(', ').map((verdict) => {
    const [level, fact = ''] = verdict.split(' ')
    return /^(extension-changed|description-changed|new-)/.test(fact) ? verdict : `${level} ${side}-${fact}`
  })
}

describe.each([
  ['lists', ofLists],
  ['values', ofValues],
  ['objects', ofObjects],
])('%s', (_, rows) => {
  test.each(rows)('%s', async (_, before, after, request, response) => {
    expect((await found(api(before, text), api(after, text))).sort()).toEqual(lines(request, 'request').sort())
    expect((await found(api(text, before), api(text, after))).sort()).toEqual(lines(response, 'response').sort())
  })
})

test('in an allOf of a part that is judged as a whole, the list does not count', async () => {
  const [before, after] = [{ contains: both(text, { minLength: 1 }) }, { contains: both(both(text, { minLength: 1 })) }]
  expect(await found(api(list(before), list(before)), api(list(after), list(after)))).toEqual([])
})

test('the parameter of a webhook is received', async () => {
  const document = (required: boolean): Json => ({
    openapi: '3.1.0',
    info: {},
    webhooks: { sold: { post: { parameters: [{ name: 'X-Id', in: 'header', required, schema: text }], responses: {} } } },
  })
  const none = edited(document(true), (copy) => Object.assign(copy, { webhooks: { sold: { post: { responses: {} } } } }))
  expect(await found(document(true), document(false))).toEqual(['major request-parameter-became-optional'])
  expect(await found(document(false), document(true))).toEqual(['minor request-parameter-became-required'])
  expect(await found(none, document(true))).toEqual(['minor new-required-request-parameter'])
})

test('a schema that no operation reaches is tightened or loosened', async () => {
  const [loose, tight] = [{ Spare: text }, { Spare: { ...text, minLength: 3 } }]
  for (const [before, after] of [[loose, tight] as const, [tight, loose] as const]) {
    const documents = [api(text, text, { schemas: before }), api(text, text, { schemas: after })] as const
    expect(await found(...documents)).toEqual(['patch api-schema-changed'])
  }
})
