import { describe, expect, test } from 'vitest'
import { api, flat, found, type Json } from './documents.js'

/** What is edited, before, after, what it is in a request and what in a response. */
type Row = readonly [edit: string, before: Json, after: Json, request: string, response: string]

const text = { type: 'string' }
const whole = { type: 'integer' }
// An object with this key written out looks like a promise to the linter.
const then = (schema: Json): Json => Object.fromEntries([['then', schema]])
const object = (properties: Json, more: Json = {}): Json => ({ type: 'object', properties, ...more })
const dog = object({ kind: { const: 'dog' }, barks: { type: 'boolean' } }, { required: ['kind'] })
const cat = object({ kind: { const: 'cat' }, purrs: { type: 'boolean' } }, { required: ['kind'] })
const fish = object({ kind: { const: 'fish' }, depth: whole }, { required: ['kind'] })
const byKind = (more: Json = {}): Json => ({ oneOf: [dog, cat], discriminator: { propertyName: 'kind', ...more } })

// biome-ignore format: a row of the table is a line.
const ofValues: readonly Row[] = [
  ['type changed', text, whole, 'major type-changed', 'major type-changed'],
  ['integer becomes number', whole, { type: 'number' }, 'minor type-generalized', 'major type-generalized'],
  ['number becomes integer', { type: 'number' }, whole, 'major type-changed', 'minor type-specialized'],
  ['type list gains a type', text, { type: ['string', 'integer'] }, 'minor type-generalized', 'major type-generalized'],
  ['union of bare types gains a type', { oneOf: [text, whole] }, { oneOf: [text, whole, { type: 'boolean' }] }, 'minor list-of-types-widened', 'major list-of-types-widened'],
  ['union of bare types loses a type', { oneOf: [text, whole] }, text, 'major list-of-types-narrowed', 'minor list-of-types-narrowed'],
  ['anything becomes a type', {}, text, 'major type-changed', 'minor type-specialized'],
  ['a type becomes anything', text, {}, 'minor type-generalized', 'major type-generalized'],
  ['format added', text, { ...text, format: 'uuid' }, 'major type-changed', 'minor type-specialized'],
  ['format removed', { ...text, format: 'uuid' }, text, 'minor type-generalized', 'major type-changed'],
  ['format widened', { ...whole, format: 'int32' }, { ...whole, format: 'int64' }, 'minor type-generalized', 'major type-changed'],
  ['format changed', { ...text, format: 'date' }, { ...text, format: 'date-time' }, 'major type-changed', 'major type-changed'],
  ['null allowed', text, { type: ['string', 'null'] }, 'minor became-nullable', 'major became-nullable'],
  ['null refused', { anyOf: [text, { type: 'null' }] }, text, 'major became-not-nullable', 'minor became-not-nullable'],
  ['null refused by a list of all other types', { minLength: 1 }, { minLength: 1, type: ['string', 'number', 'boolean', 'object', 'array'] }, 'major became-not-nullable', 'minor became-not-nullable'],
  ['null refused beside integers and all other types', { type: ['string', 'integer', 'boolean', 'object', 'array', 'null'] }, { type: ['string', 'integer', 'boolean', 'object', 'array'] }, 'major became-not-nullable', 'minor became-not-nullable'],
  ['null taken from a list of values', { enum: ['a', null] }, { enum: ['a'] }, 'major became-not-nullable', 'minor became-not-nullable'],
  ['enum gains a value', { enum: ['a'] }, { enum: ['b', 'a'] }, 'minor enum-value-added', 'minor enum-value-added'],
  ['enum loses a value', { enum: ['a', 'b'] }, { enum: ['b'] }, 'major enum-value-removed', 'minor enum-value-removed'],
  ['enum added', text, { ...text, enum: ['a'] }, 'major became-enum', 'minor became-enum'],
  ['enum removed', { ...text, enum: ['a'] }, text, 'minor enum-removed', 'major enum-removed'],
  ['const added', text, { ...text, const: 'a' }, 'major const-added', 'minor const-added'],
  ['const removed', { ...text, const: 'a' }, text, 'minor const-removed', 'major const-removed'],
  ['const refused by a list beside it', { allOf: [{ const: 'a' }, text] }, { allOf: [{ const: 'a' }, { enum: ['b'] }] }, 'major enum-value-removed', 'minor enum-value-removed'],
  ['const changed', { const: 'a' }, { const: 'b' }, 'major const-changed', 'major const-changed'],
  ['extensible enum loses a value', { ...text, 'x-extensible-enum': ['a', 'b'] }, { ...text, 'x-extensible-enum': ['a'] }, 'major x-extensible-enum-value-removed', 'patch x-extensible-enum-value-removed'],
  ['extensible enum gains a value', { ...text, 'x-extensible-enum': ['a'] }, { ...text, 'x-extensible-enum': ['a', 'b'] }, 'minor x-extensible-enum-value-added', 'minor x-extensible-enum-value-added'],
  ['pattern added', text, { ...text, pattern: '^a' }, 'major pattern-added', 'patch pattern-added'],
  ['pattern removed', { ...text, pattern: '^a' }, text, 'minor pattern-removed', 'major pattern-removed'],
  ['pattern changed', { ...text, pattern: '^a' }, { ...text, pattern: '^b' }, 'major pattern-changed', 'major pattern-changed'],
  ['default changed', { ...text, default: 'a' }, { ...text, default: 'b' }, 'major default-value-changed', 'patch default-value-changed'],
  ['default added', text, { ...text, default: 'b' }, 'patch default-value-added', 'patch default-value-added'],
  ['default removed', { ...text, default: 'a' }, text, 'patch default-value-removed', 'patch default-value-removed'],
  ['multipleOf set', whole, { ...whole, multipleOf: 5 }, 'major multiple-of-set', 'patch multiple-of-set'],
  ['multipleOf unset', { ...whole, multipleOf: 5 }, whole, 'minor multiple-of-unset', 'major multiple-of-unset'],
  ['multipleOf loosened', { ...whole, multipleOf: 10 }, { ...whole, multipleOf: 5 }, 'minor multiple-of-changed', 'major multiple-of-changed'],
  ['multipleOf changed', { ...whole, multipleOf: 3 }, { ...whole, multipleOf: 5 }, 'major multiple-of-changed', 'major multiple-of-changed'],
  ['content encoding changed', { ...text, contentEncoding: 'base64' }, { ...text, contentEncoding: 'base32' }, 'major content-encoding-changed', 'major content-encoding-changed'],
  ['content media type changed', { ...text, contentMediaType: 'text/html' }, { ...text, contentMediaType: 'text/css' }, 'major content-media-type-changed', 'major content-media-type-changed'],
  ['content schema added', text, { ...text, contentSchema: whole }, 'major content-schema-added', 'minor content-schema-added'],
  ['content schema removed', { ...text, contentSchema: whole }, text, 'minor content-schema-removed', 'major content-schema-removed'],
  ['not added', text, { ...text, not: { const: 'a' } }, 'major not-added', 'minor not-added'],
  ['not removed', { ...text, not: { const: 'a' } }, text, 'minor not-removed', 'major not-removed'],
  ['not excludes more', { ...text, not: { enum: ['a'] } }, { ...text, not: { enum: ['a', 'b'] } }, 'major not-changed', 'minor not-changed'],
  ['not excludes less', { ...text, not: { enum: ['a', 'b'] } }, { ...text, not: { enum: ['a'] } }, 'minor not-changed', 'major not-changed'],
  ['condition added', text, { ...text, if: { const: 'a' }, ...then({ minLength: 3 }) }, 'major if-added', 'minor if-added'],
  ['condition removed', { ...text, if: { const: 'a' }, ...then({ minLength: 3 }) }, text, 'minor if-removed', 'major if-removed'],
  ['condition changed', { ...text, if: { const: 'a' }, ...then({ minLength: 3 }) }, { ...text, if: { const: 'b' }, ...then({ minLength: 3 }) }, 'major if-changed', 'major if-changed'],
  ['rule of a condition added', { ...text, if: { const: 'a' }, ...then({ minLength: 3 }) }, { ...text, if: { const: 'a' }, ...then({ minLength: 3 }), else: { minLength: 2 } }, 'major else-added', 'minor else-added'],
  ['rule of a condition removed', { ...text, if: { const: 'a' }, ...then({ minLength: 3 }), else: { minLength: 2 } }, { ...text, if: { const: 'a' }, else: { minLength: 2 } }, 'minor then-removed', 'major then-removed'],
  ['nothing is allowed', text, { not: {}, ...text }, 'major not-added', 'minor not-added'],
  ['how it looks in XML', text, { ...text, xml: { attribute: true } }, 'major xml-changed', 'major xml-changed'],
  ['names of values: one more', { enum: ['a'], 'x-enum-varnames': ['A'] }, { enum: ['a'], 'x-enum-varnames': ['A', 'B'] }, 'minor extension-changed', 'minor extension-changed'],
  ['names of values: another', { enum: ['a'], 'x-enum-varnames': ['A'] }, { enum: ['a'], 'x-enum-varnames': ['B'] }, 'major extension-changed', 'major extension-changed'],
  ['an extension', text, { ...text, 'x-enum-names': ['A'] }, 'minor extension-changed', 'minor extension-changed'],
  ['a description', { ...text, description: 'a' }, { ...text, description: 'b' }, 'patch description-changed', 'patch description-changed'],
  ['an example', text, { ...text, examples: ['b'] }, 'patch example-changed', 'patch example-changed'],
]

const bound = (keyword: string, type: Json, name: string, isLower: boolean): readonly Row[] => {
  const at = (value: number): Json => ({ ...type, [keyword]: value })
  const tight = isLower ? 'increased' : 'decreased'
  const loose = isLower ? 'decreased' : 'increased'
  return [
    [`${keyword} set`, type, at(3), `major ${name}-set`, `patch ${name}-set`],
    [`${keyword} unset`, at(3), type, `minor ${name}-unset`, `major ${name}-unset`],
    [`${keyword} tightened`, at(isLower ? 3 : 5), at(isLower ? 5 : 3), `major ${name}-${tight}`, `patch ${name}-${tight}`],
    [`${keyword} loosened`, at(isLower ? 5 : 3), at(isLower ? 3 : 5), `minor ${name}-${loose}`, `major ${name}-${loose}`],
  ]
}

const list = (more: Json = {}): Json => ({ type: 'array', items: text, ...more })

// biome-ignore format: a row of the table is a line.
const ofBounds: readonly Row[] = [
  ...bound('minimum', whole, 'min', true),
  ...bound('maximum', whole, 'max', false),
  ...bound('exclusiveMinimum', whole, 'exclusive-min', true),
  ...bound('exclusiveMaximum', whole, 'exclusive-max', false),
  ...bound('minLength', text, 'min-length', true),
  ...bound('maxLength', text, 'max-length', false),
  ...bound('minItems', list(), 'min-items', true),
  ...bound('maxItems', list(), 'max-items', false),
  ...bound('minProperties', object({}), 'min-properties', true),
  ...bound('maxProperties', object({}), 'max-properties', false),
  ['a bound becomes exclusive', { ...whole, minimum: 3 }, { ...whole, exclusiveMinimum: 3 }, 'major exclusive-min-increased', 'patch exclusive-min-increased'],
]

// biome-ignore format: a row of the table is a line.
const ofLists: readonly Row[] = [
  ['items must differ', list(), list({ uniqueItems: true }), 'major unique-items-set', 'patch unique-items-set'],
  ['items may repeat', list({ uniqueItems: true }), list(), 'minor unique-items-unset', 'major unique-items-unset'],
  ['items changed', list(), list({ items: whole }), 'major property-type-changed', 'major property-type-changed'],
  ['tuple grows', list({ prefixItems: [text] }), list({ prefixItems: [text, text] }), 'major prefix-items-added', 'major prefix-items-added'],
  ['tuple shrinks', list({ prefixItems: [text, text] }), list({ prefixItems: [text] }), 'major prefix-items-removed', 'major prefix-items-removed'],
  ['place of a tuple changed', list({ prefixItems: [text] }), list({ prefixItems: [whole] }), 'major property-type-changed', 'major property-type-changed'],
  ['contains added', list(), list({ contains: { const: 'a' } }), 'major contains-added', 'minor contains-added'],
  ['contains removed', list({ contains: { const: 'a' } }), list(), 'minor contains-removed', 'major contains-removed'],
  ['contains changed', list({ contains: { const: 'a' } }), list({ contains: { enum: ['a', 'b'] } }), 'minor contains-changed', 'major contains-changed'],
  ['minContains raised', list({ contains: text }), list({ contains: text, minContains: 2 }), 'major min-contains-increased', 'minor min-contains-increased'],
  ['minContains lowered', list({ contains: text, minContains: 2 }), list({ contains: text }), 'minor min-contains-decreased', 'major min-contains-decreased'],
  ['maxContains lowered', list({ contains: text, maxContains: 3 }), list({ contains: text, maxContains: 2 }), 'major max-contains-decreased', 'minor max-contains-decreased'],
  ['maxContains unset', list({ contains: text, maxContains: 3 }), list({ contains: text }), 'minor max-contains-increased', 'major max-contains-increased'],
  ['unevaluatedItems added', list(), list({ unevaluatedItems: false }), 'major unevaluated-items-added', 'minor unevaluated-items-added'],
]

// biome-ignore format: a row of the table is a line.
const ofObjects: readonly Row[] = [
  ['closed to other properties', object({ a: text }), object({ a: text }, { additionalProperties: false }), 'major additional-properties-forbidden', 'patch additional-properties-forbidden'],
  ['opened to other properties', object({ a: text }, { additionalProperties: false }), object({ a: text }), 'minor additional-properties-allowed', 'minor additional-properties-allowed'],
  ['offered names are closed', object({}, { additionalProperties: true }), object({}, { additionalProperties: false }), 'major additional-properties-forbidden', 'major additional-properties-forbidden'],
  ['other properties are limited', object({}), object({}, { additionalProperties: text }), 'major additional-properties-limited', 'minor additional-properties-limited'],
  ['other properties are not limited', object({}, { additionalProperties: text }), object({}), 'minor additional-properties-unlimited', 'major additional-properties-unlimited'],
  ['values of a map changed', object({}, { additionalProperties: text }), object({}, { additionalProperties: whole }), 'major property-type-changed', 'major property-type-changed'],
  ['pattern property added', object({}), object({}, { patternProperties: { '^x': text } }), 'major pattern-property-added', 'minor pattern-property-added'],
  ['pattern property removed', object({}, { patternProperties: { '^x': text } }), object({}), 'minor pattern-property-removed', 'major pattern-property-removed'],
  ['pattern property changed', object({}, { patternProperties: { '^x': text } }), object({}, { patternProperties: { '^x': whole } }), 'major property-type-changed', 'major property-type-changed'],
  ['property names limited', object({}), object({}, { propertyNames: { maxLength: 3 } }), 'major property-names-added', 'minor property-names-added'],
  ['property names not limited', object({}, { propertyNames: { maxLength: 3 } }), object({}), 'minor property-names-removed', 'major property-names-removed'],
  ['property names changed', object({}, { propertyNames: { maxLength: 3 } }), object({}, { propertyNames: { maxLength: 4 } }), 'minor property-names-changed', 'major property-names-changed'],
  ['unevaluatedProperties added', object({}), object({}, { unevaluatedProperties: false }), 'major unevaluated-properties-added', 'minor unevaluated-properties-added'],
  ['unevaluatedProperties removed', object({}, { unevaluatedProperties: false }), object({}), 'minor unevaluated-properties-removed', 'major unevaluated-properties-removed'],
  ['dependentRequired added', object({ a: text, b: text }), object({ a: text, b: text }, { dependentRequired: { a: ['b'] } }), 'major dependent-required-added', 'minor dependent-required-added'],
  ['dependentRequired removed', object({ a: text, b: text }, { dependentRequired: { a: ['b'] } }), object({ a: text, b: text }), 'minor dependent-required-removed', 'major dependent-required-removed'],
  ['dependentRequired changed', object({}, { dependentRequired: { a: ['b'] } }), object({}, { dependentRequired: { a: ['c'] } }), 'major dependent-required-changed', 'major dependent-required-changed'],
  ['dependentSchemas added', object({}), object({}, { dependentSchemas: { a: { required: ['b'] } } }), 'major dependent-schema-added', 'minor dependent-schema-added'],
  ['dependentSchemas removed', object({}, { dependentSchemas: { a: { required: ['b'] } } }), object({}), 'minor dependent-schema-removed', 'major dependent-schema-removed'],
  ['dependentSchemas changed', object({}, { dependentSchemas: { a: { maxProperties: 3 } } }), object({}, { dependentSchemas: { a: { maxProperties: 4 } } }), 'minor dependent-schema-changed', 'major dependent-schema-changed'],
]

// biome-ignore format: a row of the table is a line.
const ofUnions: readonly Row[] = [
  ['oneOf gains a branch', { oneOf: [dog, cat] }, { oneOf: [dog, fish, cat] }, 'minor one-of-added', 'major one-of-added'],
  ['oneOf loses a branch', { oneOf: [dog, cat, fish] }, { oneOf: [dog, cat] }, 'major one-of-removed', 'minor one-of-removed'],
  ['anyOf gains a branch', { anyOf: [dog, cat] }, { anyOf: [dog, cat, fish] }, 'minor any-of-added', 'major any-of-added'],
  ['anyOf loses a branch', { anyOf: [dog, cat, fish] }, { anyOf: [dog, cat] }, 'major any-of-removed', 'minor any-of-removed'],
  ['anyOf gains what a branch covers', { anyOf: [text, { type: 'array', items: text }] }, { anyOf: [text, { type: 'array', items: text }, { ...text, maxLength: 3 }] }, 'minor any-of-added', 'minor any-of-added'],
  ['anyOf becomes oneOf', { anyOf: [dog, cat] }, { oneOf: [dog, cat] }, 'patch union-kind-changed', 'patch union-kind-changed'],
  ['one schema becomes one of two', dog, { oneOf: [dog, cat] }, 'minor one-of-added', 'major one-of-added'],
  ['one of two becomes the only one', { oneOf: [dog, cat] }, dog, 'major one-of-removed', 'minor one-of-removed'],
  ['one schema or null becomes one of two or null', { oneOf: [dog, { type: 'null' }] }, { oneOf: [dog, cat, { type: 'null' }] }, 'minor one-of-added', 'major one-of-added'],
  ['one of two or null becomes one schema or null', { anyOf: [dog, cat, { type: 'null' }] }, { anyOf: [dog, { type: 'null' }] }, 'major any-of-removed', 'minor any-of-removed'],
  ['a branch of another width', { oneOf: [whole, dog] }, { oneOf: [{ type: 'number' }, dog] }, 'minor type-generalized', 'major type-generalized'],
  ['values gain a branch', { oneOf: [{ const: 'a' }, { const: 'b' }] }, { oneOf: [{ const: 'a' }, { const: 'b' }, { const: 'c' }] }, 'minor enum-value-added', 'minor enum-value-added'],
  ['a union becomes a demand of its own', object({ a: text, b: text }), object({ a: text, b: text }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }), 'major one-of-added', 'minor one-of-added'],
  ['a union is no demand any more', object({ a: text, b: text }, { anyOf: [{ required: ['a'] }, { required: ['b'] }] }), object({ a: text, b: text }), 'minor any-of-removed', 'major any-of-removed'],
  ['discriminator added', { oneOf: [dog, cat] }, byKind(), 'minor discriminator-added', 'minor discriminator-added'],
  ['discriminator removed', byKind(), { oneOf: [dog, cat] }, 'minor discriminator-removed', 'major discriminator-removed'],
  ['discriminator renamed', byKind(), { oneOf: [dog, cat], discriminator: { propertyName: 'type' } }, 'major discriminator-property-name-changed', 'major discriminator-property-name-changed'],
  ['mapping gains a value', byKind({ mapping: { dog: '#/d' } }), byKind({ mapping: { dog: '#/d', cat: '#/c' } }), 'minor discriminator-mapping-added', 'minor discriminator-mapping-added'],
  ['mapping loses a value', byKind({ mapping: { dog: '#/d', cat: '#/c' } }), byKind({ mapping: { dog: '#/d' } }), 'major discriminator-mapping-deleted', 'minor discriminator-mapping-deleted'],
  ['mapping changed', byKind({ mapping: { dog: '#/d' } }), byKind({ mapping: { dog: '#/c' } }), 'major discriminator-mapping-changed', 'major discriminator-mapping-changed'],
]

/** `major type-changed` is `major request-body-type-changed`, or a name that is said in full. */
function idsOf(verdict: string, side: string, subject: string): string[] {
  const [level, fact = ''] = verdict.split(' ')
  if (/^(extension|description|example|xml)-changed$/.test(fact)) return [`${level} ${fact}`]
  if (fact.startsWith('property-') && !fact.startsWith('property-names'))
    return [`${level} ${side}-${subject === 'parameter' ? 'parameter-' : ''}${fact}`]
  return [`${level} ${side}-${subject}-${fact}`]
}

describe.each([
  ['values', ofValues],
  ['bounds', ofBounds],
  ['lists', ofLists],
  ['objects', ofObjects],
  ['unions', ofUnions],
])('%s', (_, rows) => {
  test.each(rows)('%s', async (_, before, after, request, response) => {
    expect(await found(api(before, text), api(after, text))).toEqual(idsOf(request, 'request', 'body'))
    expect(await found(api(text, before), api(text, after))).toEqual(idsOf(response, 'response', 'body'))
  })

  test.each(rows)('%s, in a property', async (_, before, after, request, response) => {
    const holding = (schema: Json): Json => object({ inner: schema })
    expect(await found(api(holding(before), text), api(holding(after), text))).toEqual(idsOf(request, 'request', 'property'))
    expect(await found(api(text, holding(before)), api(text, holding(after)))).toEqual(idsOf(response, 'response', 'property'))
  })
})

describe('parameters and headers', () => {
  test.each([...ofValues, ...ofBounds])('%s', async (_, before, after, request, response) => {
    // Who leaves a parameter out sends the default.
    const sent = request.replace(/^patch (default-value)/, 'major $1')
    expect(await found(flat(before, text), flat(after, text))).toEqual(idsOf(sent, 'request', 'parameter'))
    expect(await found(flat(text, before), flat(text, after))).toEqual(idsOf(response, 'response', 'header'))
  })
})

test('a body that is taken apart into a union', async () => {
  const whole = object({ name: text, age: text }, { required: ['name'] })
  const parts = {
    oneOf: [
      object({ name: text, size: text }, { required: ['name', 'size'] }),
      object({ age: text, size: text }, { required: ['age', 'size'] }),
    ],
  }
  expect(await found(api(whole, text), api(parts, text))).toEqual(['major request-body-wrapped-in-one-of'])
  expect(await found(api(text, whole), api(text, parts))).toEqual(['major response-body-wrapped-in-one-of'])
})

describe('branches of a union', () => {
  test('one in place of another is one that goes and one that comes', async () => {
    const [before, after] = [{ oneOf: [dog, cat] }, { oneOf: [dog, fish] }]
    expect(await found(api(before, text), api(after, text))).toEqual([
      'major request-body-one-of-removed',
      'minor request-body-one-of-added',
    ])
    expect(await found(api(text, before), api(text, after))).toEqual([
      'major response-body-one-of-added',
      'minor response-body-one-of-removed',
    ])
  })

  test('one that is edited is compared with what it was', async () => {
    const tomcat = object({ kind: { const: 'cat' }, purrs: { type: 'boolean' }, age: whole }, { required: ['kind'] })
    const [before, after] = [{ oneOf: [dog, cat] }, { oneOf: [dog, tomcat] }]
    expect(await found(api(before, text), api(after, text))).toEqual(['minor new-optional-request-property'])
    expect(await found(api(text, before), api(text, after))).toEqual(['minor response-optional-property-added'])
  })
})

describe('properties', () => {
  const withName = (name: Json | undefined, required: string[] = []): Json =>
    object({ id: text, ...(name && { name }) }, { required })
  // biome-ignore format: a row of the table is a line.
  const rows: readonly Row[] = [
    ['optional property added', withName(undefined), withName(text), 'minor new-optional-request-property', 'minor response-optional-property-added'],
    ['required property added', withName(undefined), withName(text, ['name']), 'major new-required-request-property', 'minor response-required-property-added'],
    ['required property with a default added', withName(undefined), withName({ ...text, default: 'a' }, ['name']), 'major new-required-request-property-with-default', 'minor response-required-property-added'],
    ['optional property removed', withName(text), withName(undefined), 'major request-property-removed', 'major response-optional-property-removed'],
    ['required property removed', withName(text, ['name']), withName(undefined), 'major request-property-removed', 'major response-required-property-removed'],
    ['property becomes required', withName(text), withName(text, ['name']), 'major request-property-became-required', 'minor response-property-became-required'],
    ['property with a default becomes required', withName({ ...text, default: 'a' }), withName({ ...text, default: 'a' }, ['name']), 'major request-property-became-required-with-default', 'minor response-property-became-required'],
    ['property becomes optional', withName(text, ['name']), withName(text), 'minor request-property-became-optional', 'major response-property-became-optional'],
    ['undescribed property becomes required', withName(undefined), withName(undefined, ['name']), 'major request-property-became-required', 'minor response-property-became-required'],
    ['undescribed property becomes optional', withName(undefined, ['name']), withName(undefined), 'minor request-property-became-optional', 'major response-property-became-optional'],
    ['property becomes read-only', withName(text), withName({ ...text, readOnly: true }), 'major request-optional-property-became-read-only', 'patch response-optional-property-became-read-only'],
    ['property is not read-only any more', withName({ ...text, readOnly: true }), withName(text), 'minor request-optional-property-became-not-read-only', 'patch response-optional-property-became-not-read-only'],
    ['required property is not read-only any more', withName({ ...text, readOnly: true }, ['name']), withName(text, ['name']), 'major request-required-property-became-not-read-only', 'patch response-required-property-became-not-read-only'],
    ['property becomes write-only', withName(text), withName({ ...text, writeOnly: true }), 'patch request-optional-property-became-write-only', 'major response-optional-property-became-write-only'],
    ['property is not write-only any more', withName({ ...text, writeOnly: true }), withName(text), 'patch request-optional-property-became-not-write-only', 'minor response-optional-property-became-not-write-only'],
    ['required property is not write-only any more', withName({ ...text, writeOnly: true }, ['name']), withName(text, ['name']), 'patch request-required-property-became-not-write-only', 'major response-required-property-became-not-write-only'],
    ['property is deprecated', withName(text), withName({ ...text, deprecated: true }), 'minor request-property-deprecated', 'minor response-property-deprecated'],
    ['property is deprecated with an end', withName(text), withName({ ...text, deprecated: true, 'x-sunset': '2099-01-01' }), 'minor request-property-deprecated-with-sunset', 'minor response-property-deprecated-with-sunset'],
    ['property is not deprecated any more', withName({ ...text, deprecated: true }), withName(text), 'minor request-property-reactivated', 'minor response-property-reactivated'],
    ['property is less stable', withName(text), withName({ ...text, 'x-stability-level': 'beta' }), 'major request-property-stability-decreased', 'major response-property-stability-decreased'],
    ['property is more stable', withName({ ...text, 'x-stability-level': 'beta' }), withName(text), 'minor request-property-stability-increased', 'minor response-property-stability-increased'],
    ['property is forbidden', withName(text), object({ id: text, name: false }), 'major request-property-removed', 'major response-optional-property-removed'],
  ]

  test.each(rows)('%s', async (_, before, after, request, response) => {
    expect(await found(api(before, text), api(after, text))).toEqual([request])
    expect(await found(api(text, before), api(text, after))).toEqual([response])
  })

  test.each([
    ['read-only', 'readOnly', 'request'],
    ['write-only', 'writeOnly', 'response'],
  ])('a %s property does not count where it is not', async (_, flag, side) => {
    const before = object({ a: { ...text, [flag]: true }, b: { ...text, [flag]: true } }, { required: ['a'] })
    const after = object({ b: { ...whole, [flag]: true }, c: { ...whole, [flag]: true } }, { required: ['b', 'c'] })
    const lines = await found(api(before, before), api(after, after))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => line.includes(side))).toEqual([])
  })
})

test('a union that is also null now', async () => {
  const [before, after] = [dog, { oneOf: [dog, cat, { type: 'null' }] }]
  expect(await found(api(before, text), api(after, text))).toEqual([
    'minor request-body-became-nullable',
    'minor request-body-one-of-added',
  ])
  expect(await found(api(text, after), api(text, before))).toEqual([
    'minor response-body-became-not-nullable',
    'minor response-body-one-of-removed',
  ])
})

test('null beside an allOf is null in 3.0', async () => {
  const [before, after] = [{ allOf: [text] }, { allOf: [text], nullable: true }]
  const old30 = { openapi: '3.0.3' }
  expect(await found(api(before, text, old30), api(after, text, old30))).toEqual(['minor request-body-became-nullable'])
  expect(await found(api(text, before, old30), api(text, after, old30))).toEqual(['major response-body-became-nullable'])
})

describe('strict', () => {
  test('a response enum that gains a value is major', async () => {
    expect(await found(api(text, { enum: ['a'] }), api(text, { enum: ['a', 'b'] }), { strict: true })).toEqual([
      'major response-body-enum-value-added',
    ])
    expect(await found(api({ enum: ['a'] }, text), api({ enum: ['a', 'b'] }, text), { strict: true })).toEqual([
      'minor request-body-enum-value-added',
    ])
  })

  test('a discriminator that gains a value is major in a response', async () => {
    const [before, after] = [byKind({ mapping: { dog: '#/d' } }), byKind({ mapping: { dog: '#/d', cat: '#/c' } })]
    expect(await found(api(text, before), api(text, after), { strict: true })).toEqual([
      'major response-body-discriminator-mapping-added',
    ])
  })

  test('an allOf of a request is a list of types', async () => {
    const branch = (name: string): Json => object({ [name]: text })
    const two = { allOf: [branch('a'), branch('b')] }
    const three = { allOf: [branch('a'), branch('b'), branch('c')] }
    expect(await found(api(two, text), api(three, text), { strict: true })).toContain('major request-body-all-of-added')
    expect(await found(api(three, text), api(two, text), { strict: true })).toContain('major request-body-all-of-removed')
    expect(await found(api(two, text), api(three, text))).toEqual(['minor new-optional-request-property'])
    expect(await found(api(text, two), api(text, three), { strict: true })).toEqual(['minor response-optional-property-added'])
    expect(
      await found(api(two, text), api({ allOf: [...two.allOf, { description: 'Says nothing' }] }, text), { strict: true }),
    ).toEqual(['patch description-changed'])
    expect(
      await found(api(two, text), api({ allOf: [...two.allOf, { title: 'T', default: {} }] }, text), { strict: true }),
    ).toEqual(['patch request-body-default-value-added', 'patch description-changed'])
  })
})
