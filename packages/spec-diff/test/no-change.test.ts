import { describe, expect, test } from 'vitest'
import { diffDocuments } from '../src/index.js'
import { api, edited, type Json } from './documents.js'

const text = { type: 'string' }
const pet: Json = {
  type: 'object',
  required: ['name', 'kind'],
  properties: { name: { ...text, maxLength: 9 }, kind: { enum: ['dog', 'cat'] }, age: { type: 'integer' } },
}
const toPet = { $ref: '#/components/schemas/Pet' }
const schemas = { Pet: pet }

/** Pairs that allow the same values and show the same names. */
// biome-ignore format: a row of the table is a line.
const pairs: readonly (readonly [string, Json, Json])[] = [
  ['keys in another order', api(pet, pet), api(reversed(pet), reversed(pet))],
  ['lists that are sets in another order', api(pet, pet), api(edited(pet, (copy) => Object.assign(copy, { required: ['kind', 'name'] })), pet)],
  ['a $ref that is written out', api(toPet, toPet, { schemas }), api(pet, pet, { schemas })],
  ['a $ref that is written out, its component gone', api(toPet, toPet, { schemas }), api(pet, pet)],
  ['an allOf of one', api(pet, pet), api({ allOf: [pet] }, { allOf: [pet] })],
  ['an allOf of one reference', api(toPet, toPet, { schemas }), api({ allOf: [toPet] }, { oneOf: [toPet] }, { schemas })],
  ['an allOf that is put together', api(inPieces(), inPieces()), api(pet, pet)],
  ['the tightest of two bounds', api({ allOf: [{ ...text, maxLength: 5, minLength: 1 }, { maxLength: 3, minLength: 2 }] }, text), api({ ...text, maxLength: 3, minLength: 2 }, text)],
  ['an allOf with a branch that is closed', api({ allOf: [{ type: 'object', additionalProperties: true }, { ...pet, additionalProperties: false }] }, pet), api({ ...pet, additionalProperties: false }, pet)],
  ['an allOf in another order', api({ allOf: [text, { maxLength: 3 }] }, text), api({ allOf: [{ maxLength: 3 }, text] }, text)],
  ['branches in another order', api({ oneOf: [pet, text] }, { anyOf: [pet, text] }), api({ oneOf: [text, pet] }, { anyOf: [text, pet] })],
  ['const and an enum of one', api({ const: 'a' }, { enum: ['a'] }), api({ enum: ['a'] }, { const: 'a' })],
  ['a type beside values of that type', api({ enum: ['a', 'b'] }, text), api({ type: 'string', enum: ['a', 'b'] }, text)],
  ['a list of types and a union of them', api({ type: ['string', 'integer'] }, text), api({ anyOf: [{ type: 'integer' }, text] }, text)],
  ['a list of values and a union of them', api({ enum: ['a', 'b'] }, { enum: ['a', 'b', null] }), api({ oneOf: [{ const: 'b' }, { const: 'a' }] }, { anyOf: [{ type: 'string', enum: ['a'] }, { const: 'b' }, { type: 'null' }] })],
  ['values in another order, and their names with them', api({ enum: ['a', 'b'], 'x-enum-varnames': ['A', 'B'] }, text), api({ enum: ['b', 'a'], 'x-enum-varnames': ['B', 'A'] }, text)],
  ['the names of the branches written out as a mapping', api(byKind(), byKind(), { schemas: { Pet: pet, Other: pet } }), api(byKind({ Pet: toPet.$ref }), byKind({ Pet: toPet.$ref, Other: 'Other' }), { schemas: { Pet: pet, Other: pet } })],
  ['a media type in upper case', withMediaType('text/csv;header=present'), withMediaType('Text/CSV; header=present')],
  ['notations of null in 3.1', api({ type: ['string', 'null'] }, text), api({ oneOf: [{ type: 'null' }, text] }, text)],
  ['a bound that says nothing', api(text, text), api({ ...text, minLength: 0 }, text)],
  ['a pattern that says nothing', api(text, text), api({ ...text, pattern: '.*' }, text)],
  ['additionalProperties with an empty schema', api({ type: 'object', additionalProperties: true }, text), api({ type: 'object', additionalProperties: {} }, text)],
  ['additionalProperties with words alone', api({ type: 'object', additionalProperties: true }, text), api({ type: 'object', additionalProperties: { $comment: 'any' } }, text)],
  ['exclusions in another order', api({ ...text, allOf: [{ not: { const: 'a' } }, { not: { const: 'b' } }] }, text), api({ ...text, allOf: [{ not: { const: 'b' } }, { not: { const: 'a' } }] }, text)],
  ['unions in another order', api({ allOf: [oneRequired('a', 'b'), oneRequired('c', 'd')] }, text), api({ allOf: [oneRequired('d', 'c'), oneRequired('a', 'b')] }, text)],
  ['a divisor that follows from another', api({ type: 'integer', multipleOf: 4 }, text), api({ type: 'integer', allOf: [{ multipleOf: 4 }, { multipleOf: 2 }] }, text)],
  ['contains that may hold none', api(text, { type: 'array' }), api(text, { type: 'array', contains: text, minContains: 0 })],
  ['dependentRequired of nothing', api({ type: 'object' }, text), api({ type: 'object', dependentRequired: { a: [] } }, text)],
  ['a comment on null', api({ anyOf: [text, { type: 'null' }] }, text), api({ anyOf: [text, { type: 'null', $comment: 'gone' }] }, text)],
  ['an allOf of one type in a union of types', api({ anyOf: [text, { type: 'integer' }] }, text), api({ anyOf: [{ allOf: [text] }, { type: 'integer' }] }, text)],
  ['a component of a response under another name', named('responses', 'Done'), named('responses', 'Ok')],
  ['a schema that no operation reaches under another name', api(text, text, { schemas: { A: pet } }), api(text, text, { schemas: { B: pet } })],
  ['the version of the document', api(text, text), edited(api(text, text), (copy) => Object.assign(copy, { info: { title: 'Pets', version: '2.0.0' } }))],
  ['a parameter of the path for each operation', withParameter('path'), withParameter('operation')],
  ['the name of a header in upper case', withHeader('x-rate'), withHeader('X-Rate')],
]

test.each(pairs)('%s', async (_, before, after) => {
  expect((await diffDocuments(before, after)).changes).toEqual([])
  expect((await diffDocuments(after, before)).changes).toEqual([])
})

describe('from 3.0 to 3.1', () => {
  const rows: readonly (readonly [string, Json, Json])[] = [
    ['null', { ...text, nullable: true }, { type: ['string', 'null'] }],
    ['null beside values', { ...text, nullable: true, enum: ['a', null] }, { type: ['string', 'null'], enum: ['a', null] }],
    ['null that the values leave out', { ...text, nullable: true, enum: ['a'] }, { type: ['string', 'null'], enum: ['a'] }],
    ['null of a reference', { allOf: [toPet], nullable: true }, { anyOf: [toPet, { type: 'null' }] }],
    ['an exclusive bound', { type: 'integer', minimum: 3, exclusiveMinimum: true }, { type: 'integer', exclusiveMinimum: 3 }],
    ['an inclusive bound', { type: 'integer', maximum: 3, exclusiveMaximum: false }, { type: 'integer', maximum: 3 }],
    ['an example', { ...text, example: 'a' }, { ...text, examples: ['a'] }],
    ['what stands beside a $ref', { ...toPet, description: 'Not read in 3.0' }, toPet],
  ]

  test.each(rows)('%s', async (_, before, after) => {
    const old = api(before, before, { openapi: '3.0.3', schemas })
    expect((await diffDocuments(old, api(after, after, { schemas }))).changes).toEqual([])
    expect((await diffDocuments(api(after, after, { schemas }), old)).changes).toEqual([])
  })
})

function oneRequired(...names: string[]): Json {
  return { anyOf: names.map((name) => ({ required: [name] })) }
}

function inPieces(): Json {
  const { required, properties, ...rest } = pet
  return { ...rest, allOf: [{ required: ['name'], properties }, { required: ['kind'] }], description: undefined }
}

function reversed(value: unknown): Json {
  return JSON.parse(
    JSON.stringify(value, (_, entry) => (isObject(entry) ? Object.fromEntries(Object.entries(entry).reverse()) : entry)),
  )
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function named(kind: string, name: string): Json {
  const responses = { '200': { $ref: `#/components/${kind}/${name}` } }
  return {
    openapi: '3.1.0',
    info: {},
    paths: { '/pets': { get: { responses } } },
    components: { [kind]: { [name]: { description: 'Done' } } },
  }
}

function withParameter(place: 'path' | 'operation'): Json {
  const parameters = [{ name: 'limit', in: 'query', schema: { type: 'integer' } }]
  const operation = { responses: {}, ...(place === 'operation' && { parameters }) }
  return { openapi: '3.1.0', info: {}, paths: { '/pets': { get: operation, ...(place === 'path' && { parameters }) } } }
}

function byKind(mapping?: Json): Json {
  const discriminator = { propertyName: 'kind', ...(mapping && { mapping }) }
  return { oneOf: [toPet, { $ref: '#/components/schemas/Other' }], discriminator }
}

function withMediaType(name: string): Json {
  const responses = { '200': { description: 'Done', content: { [name]: { schema: text } } } }
  return { openapi: '3.1.0', info: {}, paths: { '/pets': { get: { responses } } } }
}

function withHeader(name: string): Json {
  const responses = { '200': { description: 'Done', headers: { [name]: { schema: text } } } }
  return { openapi: '3.1.0', info: {}, paths: { '/pets': { get: { responses } } } }
}
