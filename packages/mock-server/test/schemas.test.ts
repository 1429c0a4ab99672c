import { document } from '@mesh-balance/openapi'
import { describe, expect, test } from 'vitest'
import { listScenarios, startMockServer } from '../src/index.js'
import { json, send } from './mesh-request.js'

const broken = { type: 'object', properties: { a: { type: 'string', pattern: '((' } } }

function documentOf(operation: object, more: object = {}): object {
  const responses = { 204: { description: 'Done' } }
  return {
    openapi: '3.1.0',
    info: { title: 'Schemas', version: '1' },
    paths: { '/a/{id}': { post: { responses, ...operation } } },
    ...more,
  }
}

function bodyOf(schema: unknown): object {
  return { requestBody: { content: { 'application/json': { schema } } } }
}

const parameter = (where: string, schema: object) => ({ parameters: [{ name: 'id', in: where, required: true, schema }] })

describe('a schema that Prism could not check is refused', () => {
  test.for([
    ['a request body', bodyOf(broken), 'the request body "application/json"', 'Invalid regular expression: /((/'],
    ['a type that is none', bodyOf({ type: 'strng' }), 'the request body "application/json"', 'type must be equal to one of'],
    ['a keyword of an older draft', bodyOf({ type: 'string', required: true }), 'the request body', 'required must be array'],
    ['a negative length', bodyOf({ minLength: -1 }), 'the request body', 'minLength must be >= 0'],
    ['a path parameter', parameter('path', { pattern: '((' }), 'the parameter "id"', 'Invalid regular expression'],
    ['a query parameter', parameter('query', { pattern: '((' }), 'the parameter "id"', 'Invalid regular expression'],
    ['a header parameter', parameter('header', { pattern: '((' }), 'the parameter "id"', 'Invalid regular expression'],
    [
      'a response',
      { responses: { 200: { description: 'x', content: { 'text/plain': { schema: { pattern: '((' } } } } } },
      'the response "200", "text/plain",',
      'Invalid regular expression',
    ],
    [
      'a header of a response',
      { responses: { default: { description: 'x', headers: { 'X-A': { schema: { pattern: '((' } } } } } },
      'the header "X-A" of the response "default"',
      'Invalid regular expression',
    ],
    [
      'a schema that is referred to, and refers to itself',
      bodyOf({
        type: 'object',
        properties: {
          next: { $ref: '#/paths/~1a~1{id}/post/requestBody/content/application~1json/schema' },
          ...broken.properties,
        },
      }),
      'the request body',
      'Invalid regular expression',
    ],
  ] as const)('%s', async ([, operation, place, reason]) => {
    const error = await startMockServer({ document: documentOf(operation) }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'MockServerError', code: 'invalid-document' })
    expect(String(error)).toContain(`The schema of ${place}`)
    expect(String(error)).toContain(' of POST /a/{id} is not one that can be checked: ')
    expect(String(error)).toContain(reason)
    expect(String(error)).toMatch(/[^.]\. Correct it there\.$/)
  })

  test('in the words of its dialect', async () => {
    const dialect = { jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema' }
    const document = documentOf(bodyOf({ type: 'array', prefixItems: [{ pattern: '((' }] }), dialect)
    await expect(startMockServer({ document })).rejects.toThrow('Invalid regular expression')
    await expect(
      startMockServer({ document: documentOf(bodyOf({}), { jsonSchemaDialect: 'https://example.com/own' }) }),
    ).rejects.toThrow('no schema with key or ref "https://example.com/own"')
  })
})

describe('a schema that Prism can check is served', () => {
  test.for([
    ['unknown formats', bodyOf({ type: 'string', format: 'fancy' }), {}, '"x"', '1'],
    ['unknown keywords', bodyOf({ type: 'string', 'x-kind': 1, fancy: true }), {}, '"x"', '1'],
    ['nullable of 3.0', bodyOf({ type: 'string', nullable: true, example: 'x' }), { openapi: '3.0.3' }, 'null', '1'],
    [
      'nullable of 3.0 with null among its values',
      bodyOf({ type: 'string', nullable: true, enum: ['x', null], example: 'x' }),
      { openapi: '3.0.3' },
      'null',
      '"y"',
    ],
    ['exclusiveMinimum of 3.0', bodyOf({ type: 'number', minimum: 1, exclusiveMinimum: true }), { openapi: '3.0.3' }, '2', '1'],
    ['not', bodyOf({ not: { type: 'number' } }), {}, '"x"', '1'],
    ['a keyword that came with 3.1', bodyOf({ prefixItems: [{ type: 'string' }] }), {}, '["x"]', '[1]'],
    [
      'the dialect of 2020-12',
      bodyOf({ prefixItems: [{ type: 'string' }] }),
      { jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema' },
      '["x"]',
      '[1]',
    ],
    [
      'the dialect of OpenAPI',
      bodyOf({ type: 'string' }),
      { jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base' },
      '"x"',
      '1',
    ],
  ] as const)('%s', async ([, operation, more, valid, invalid]) => {
    await using mock = await startMockServer({ document: documentOf(operation, more) })
    const request = { path: '/a/1', headers: json }
    expect((await send(mock.url, { ...request, body: valid })).status).toBe(204)
    expect((await send(mock.url, { ...request, body: invalid })).status).toBe(422)
  })

  test('a schema as deep as a document may be', async () => {
    let schema: object = { type: 'integer' }
    let body: unknown = 'text'
    // Each of these is two levels, in the middle of what describes an operation.
    for (let level = 0; level < 115; level += 1) {
      schema = { type: 'object', properties: { a: schema } }
      body = { a: body }
    }
    await using mock = await startMockServer({ document: documentOf(bodyOf(schema)) })
    expect((await send(mock.url, { path: '/a/1', headers: json, body: JSON.stringify(body) })).status).toBe(422)
  })

  test('extensions among paths and responses are no operations and no scenarios', async () => {
    const document = documentOf({
      responses: { 204: { description: 'Done' }, 'x-note': { content: { a: { examples: { no: {} } } } } },
    })
    Object.assign(Reflect.get(document, 'paths'), { 'x-more': { get: {} } })
    expect(await listScenarios(document)).toEqual([])
    await using mock = await startMockServer({ document })
    expect((await send(mock.url, { path: '/a/1', headers: {}, body: null })).status).toBe(204)
  })
})

test('the schemas of the document of this package compile, which its mock takes for granted', async () => {
  const mock = await startMockServer({ document })
  await mock.close()
})
