import { expect, test } from 'vitest'
import { diffDocuments } from '../src/index.js'
import { edited, type Json } from '../test/documents.js'

const schemaCount = 1500
const operationCount = 200

/** More than 3 MB, in which every schema leads to every other. */
function large(): Json {
  const to = (index: number): Json => ({ $ref: `#/components/schemas/Schema${index % schemaCount}` })
  const schemas: Json = {}
  for (let index = 0; index < schemaCount; index++) {
    const properties: Json = { next: to(index + 1), far: { oneOf: [to(index * 7), to(index * 11 + 3), { type: 'null' }] } }
    for (let field = 0; field < 12; field++) {
      properties[`field${field}`] = {
        type: 'string',
        description: `Field ${field} of schema ${index}, described at some more length than that, for the sake of size`,
        maxLength: 5000,
      }
    }
    schemas[`Schema${index}`] = { type: 'object', required: ['field0'], properties }
  }
  const paths: Json = {}
  for (let index = 0; index < operationCount; index++) {
    const content = { 'application/json': { schema: to(index * 5) } }
    paths[`/things${index}`] = {
      post: { operationId: `op${index}`, requestBody: { content }, responses: { '200': { description: 'Done', content } } },
    }
  }
  return { openapi: '3.1.0', info: { title: 'Large', version: '1.0.0' }, paths, components: { schemas } }
}

test('a document of more than 3 MB, full of cycles, is compared as a whole', async () => {
  const before = large()
  expect(JSON.stringify(before).length).toBeGreaterThan(3_000_000)
  const after = edited(before, (copy) => {
    const { schemas } = copy['components'] as { schemas: Record<string, { required: string[]; properties: Json }> }
    schemas['Schema1499']?.required.push('field1')
    delete schemas['Schema1000']?.properties['field11']
  })
  expect(await diffDocuments(before, before)).toEqual({ bump: 'none', changes: [] })
  const { bump, changes } = await diffDocuments(before, after)
  expect(bump).toBe('major')
  expect(changes.map(({ id, operations }) => [id, operations.length])).toEqual([
    ['request-property-removed', operationCount],
    ['request-property-became-required', operationCount],
    ['response-optional-property-removed', operationCount],
    ['response-property-became-required', operationCount],
  ])
})

test('a chain of many unions needs no deep stack', async () => {
  const count = 3000
  const chain = (last: Json, more: Json): Json => {
    const link = (index: number): Json => ({
      type: 'object',
      properties: { next: { $ref: `#/components/schemas/Link${(index + 1) % count}` } },
      ...more,
    })
    const schemas: Json = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `Link${index}`,
        { type: 'object', properties: { value: { oneOf: [link(index), { type: 'string' }] } } },
      ]),
    )
    schemas['Link2999'] = { type: 'object', properties: { value: last } }
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Link0' } } }
    return {
      openapi: '3.1.0',
      paths: { '/a': { get: { responses: { '200': { description: 'Done', content } } } } },
      components: { schemas },
    }
  }
  const { changes } = await diffDocuments(chain({ type: 'string' }, {}), chain({ type: 'integer' }, {}))
  expect(changes).toMatchObject([
    { id: 'response-property-type-changed', where: '/components/schemas/Link2999/properties/value/type' },
  ])
  // Written in another way, every branch has to be judged by what is in it.
  const judged = await diffDocuments(chain({ type: 'string' }, {}), chain({ type: 'integer' }, { maxProperties: 3 }))
  expect(judged.bump).toBe('major')
})

test('a schema of many levels needs no deep stack', async () => {
  let schema: Json = { type: 'string' }
  let other: Json = { type: 'integer' }
  for (let level = 0; level < 1500; level++) {
    schema = { type: 'object', properties: { inner: schema } }
    other = { type: 'object', properties: { inner: other } }
  }
  const document = (held: Json): Json => ({
    openapi: '3.1.0',
    paths: {
      '/a': { get: { responses: { '200': { description: 'Done', content: { 'application/json': { schema: held } } } } } },
    },
  })
  const { changes } = await diffDocuments(document(schema), document(other))
  expect(changes).toMatchObject([{ id: 'response-property-type-changed' }])
})
