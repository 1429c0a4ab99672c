import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ProxyViolation, startProxy } from '../../src/index.js'
import { json, type RequestParts, send } from '../mesh-request.js'
import { twoOperations } from '../two-operations.js'
import { answering, type FakeUpstream, startUpstream } from './upstream.js'

let upstream: FakeUpstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(() => upstream[Symbol.asyncDispose]())

const places = (violations: readonly ProxyViolation[]) =>
  violations.map(({ location, code }) => `${location.join('.')} ${code}`).sort()

const done = { 204: { description: 'Done' } }
const content = (schema: unknown) => ({ content: { 'application/json': { schema } } })

function documentOf(operations: object, { openapi = '3.1.0', ...more }: { openapi?: string; components?: object } = {}): object {
  return { openapi, info: { title: 'Other', version: '1' }, paths: { '/a': operations }, ...more }
}

async function seen(document: object, parts: RequestParts): Promise<string[]> {
  await using proxy = await startProxy({ upstream: upstream.url, document })
  await (await send(proxy.url, { path: '/a', headers: {}, ...parts })).arrayBuffer()
  // What these tests send, and no document of theirs describes.
  expect(JSON.stringify(proxy.violations)).not.toMatch(/hush|1234/)
  return places(proxy.violations)
}

async function ofResponse(
  schema: unknown,
  body: unknown,
  more: { openapi?: string; components?: object; headers?: object; sent?: Record<string, string>; httpStatus?: number } = {},
): Promise<string[]> {
  const { headers, sent, httpStatus = 200, ...root } = more
  upstream.answer = answering(JSON.stringify(body), httpStatus, sent)
  const responses = { [httpStatus]: { description: 'x', ...content(schema), ...(headers && { headers }) } }
  return seen(documentOf({ get: { responses } }, root), { method: 'GET', body: null })
}

const recursive = {
  components: { schemas: { Node: { properties: { next: { $ref: '#/components/schemas/Node' }, n: { type: 'integer' } } } } },
}

describe('the schema of a response', () => {
  test.for([
    [
      'allOf',
      { allOf: [{ required: ['a'] }, { properties: { b: { type: 'integer' } } }] },
      { b: 'x' },
      ['body.a required', 'body.b type'],
    ],
    ['allOf that cannot be merged', { allOf: [{ format: 'email' }, { format: 'uuid' }] }, 'x', ['body format']],
    ['oneOf of which two fit', { oneOf: [{ type: 'number' }, { type: 'integer' }] }, 1, ['body oneOf']],
    [
      'oneOf with null',
      { oneOf: [{ properties: { a: { type: 'string' } }, type: 'object' }, { type: 'null' }] },
      { a: 1 },
      ['body.a type'],
    ],
    ['oneOf with null, given neither', { oneOf: [{ type: 'object' }, { type: 'null' }] }, 5, ['body type']],
    ['anyOf', { anyOf: [{ type: 'string', minLength: 2 }, { type: 'null' }] }, 'x', ['body minLength', 'body type']],
    ['not', { not: { type: 'string' } }, 'x', ['body not']],
    ['if and else', { if: { required: ['a'] }, else: { required: ['b'] } }, {}, ['body.b required']],
    ['additionalProperties', { additionalProperties: false }, { hush: 1 }, ['body additionalProperties']],
    ['a map', { additionalProperties: { type: 'number' } }, { hush: 'x', 1234: 'x' }, ['body.* type']],
    ['a name with a slash', { properties: { 'a/b~c': { type: 'number' } } }, { 'a/b~c': 'x' }, ['body.a/b~c type']],
    ['many wrong entries', { items: { required: ['a'] } }, [{}, { a: 1 }, {}], ['body.0.a required']],
    ['a property that may not be', { properties: { a: false } }, { a: 1 }, ['body.a false schema']],
    ['date-time', { format: 'date-time' }, 'yesterday', ['body format']],
    ['int32', { type: 'integer', format: 'int32' }, 3e9, ['body format']],
    ['prefixItems', { prefixItems: [{ type: 'string' }] }, [1], ['body.0 type']],
    [
      'unevaluatedProperties',
      { properties: { a: {} }, unevaluatedProperties: false },
      { hush: 1 },
      ['body unevaluatedProperties'],
    ],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1 }, ['body dependentRequired']],
    [
      'a schema that contains itself',
      { $ref: '#/components/schemas/Node' },
      { next: { next: { n: 'x' } } },
      ['body.next.next.n type'],
    ],
  ] as const)('%s', async ([, schema, body, expected]) => {
    expect(await ofResponse(schema, body, recursive)).toEqual(expected.map((each) => `response.${each}`))
  })

  test.for([
    ['false', { type: 'boolean' }, false, {}],
    ['a field that only requests have', { required: ['a'], properties: { a: { type: 'string', writeOnly: true } } }, {}, {}],
    ['a format that nobody knows', { type: 'string', format: 'fancy' }, 'x', {}],
    ['nullable of 3.0', { type: 'string', nullable: true }, null, { openapi: '3.0.3' }],
    ['more fields', { properties: { a: {} } }, { b: 1 }, {}],
  ] as const)('no false alarm: %s', async ([, schema, body, more]) => {
    expect(await ofResponse(schema, body, more)).toEqual([])
  })

  test('null of 3.0', async () => {
    expect(await ofResponse({ type: 'string' }, null, { openapi: '3.0.3' })).toEqual(['response.body type'])
  })
})

test('headers of a response', async () => {
  const headers = { 'X-Rate': { required: true, schema: { type: 'integer' } } }
  expect(await ofResponse({}, 1, { headers })).toEqual(['response.header.x-rate required'])
  expect(await ofResponse({}, 1, { headers, sent: { 'X-Rate': 'many' } })).toEqual(['response.header.x-rate type'])
  expect(await ofResponse({}, 1, { headers, sent: { 'X-Rate': '5' } })).toEqual([])
})

describe('the HTTP status', () => {
  const responses = {
    200: { description: 'Fine' },
    '4XX': { description: 'Wrong', ...content({ required: ['a'] }) },
    404: { description: 'Not found', ...content({ required: ['b'] }) },
  }

  test.for([
    [200, 'anything where the document says nothing', []],
    [418, {}, ['response.body.a required']],
    [404, {}, ['response.body.b required']],
    [201, {}, ['response.status status']],
    [503, {}, ['response.status status']],
  ] as const)('%i', async ([httpStatus, body, expected]) => {
    upstream.answer = answering(body, httpStatus)
    expect(await seen(documentOf({ get: { responses } }), { method: 'GET', body: null })).toEqual(expected)
  })
})

describe('parts of a request', () => {
  const parameters = [
    { name: 'limit', in: 'query', required: true, schema: { type: 'integer' } },
    { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string', minLength: 3 } },
    { name: 'old', in: 'query', deprecated: true, schema: { type: 'string' } },
  ]

  test.for([
    ['/a', {}, ['request.header.x-trace required', 'request.query.limit required']],
    ['/a?limit=many', { 'X-Trace': 'x' }, ['request.header.x-trace minLength', 'request.query.limit type']],
    ['/a?limit=5&old=x&more=1', { 'X-Trace': 'xyz' }, []],
  ] as const)('parameters of %s', async ([path, headers, expected]) => {
    upstream.answer = (response) => void response.writeHead(204).end()
    expect(
      await seen(documentOf({ get: { parameters, responses: done } }), { method: 'GET', path, headers, body: null }),
    ).toEqual(expected)
  })

  test.for([
    ['null where it is not allowed', { type: 'boolean' }, 'null', ['request.body type']],
    ['null where it is', { type: ['boolean', 'null'] }, 'null', []],
    ['false', { type: 'boolean' }, 'false', []],
    ['0', { type: 'string' }, '0', ['request.body type']],
    ['a field that only responses have', { required: ['a'], properties: { a: { readOnly: true } } }, '{}', []],
  ] as const)('a body: %s', async ([, schema, body, expected]) => {
    upstream.answer = (response) => void response.writeHead(204).end()
    const post = { requestBody: { required: true, ...content(schema) }, responses: done }
    expect(await seen(documentOf({ post }), { headers: json, body })).toEqual(expected)
  })

  test('a body that the document does not have', async () => {
    upstream.answer = (response) => void response.writeHead(204).end()
    expect(await seen(documentOf({ post: { responses: done } }), { headers: json, body: '{}' })).toEqual([
      'request.body content-type',
    ])
  })

  test('a form', async () => {
    upstream.answer = (response) => void response.writeHead(204).end()
    const form = { 'application/x-www-form-urlencoded': { schema: { required: ['a'], properties: { a: { type: 'integer' } } } } }
    const post = { requestBody: { content: form }, responses: done }
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect(await seen(documentOf({ post }), { headers, body: 'a=5' })).toEqual([])
    expect(await seen(documentOf({ post }), { headers, body: 'a=x' })).toEqual(['request.body.a type'])
  })

  test('a picture is not held against a schema', async () => {
    upstream.answer = (response) => void response.writeHead(204).end()
    const post = { requestBody: { content: { 'image/*': { schema: { type: 'object' } } } }, responses: done }
    expect(await seen(documentOf({ post }), { headers: { 'Content-Type': 'image/png' }, body: 'x' })).toEqual([])
  })
})

describe('security', () => {
  const components = {
    securitySchemes: {
      Key: { type: 'apiKey', in: 'query', name: 'key' },
      Session: { type: 'apiKey', in: 'cookie', name: 'session' },
      Basic: { type: 'http', scheme: 'basic' },
      Bearer: { type: 'http', scheme: 'bearer' },
      Certificate: { type: 'mutualTLS' },
    },
  }

  test.for([
    ['a key in the query', [{ Key: [] }], '/a', {}, ['query.key']],
    ['an empty key in the query', [{ Key: [] }], '/a?key=', {}, ['query.key']],
    ['a key in the query that is there', [{ Key: [] }], '/a?key=x', {}, []],
    ["another cookie's name", [{ Session: [] }], '/a', { Cookie: 'oldsession=x' }, ['header.cookie.session']],
    ['a cookie', [{ Session: [] }], '/a', { Cookie: 'a=1; session=x' }, []],
    ['a password with a colon', [{ Basic: [] }], '/a', { Authorization: `Basic ${btoa('me:pass:word')}` }, []],
    ['bearer in lower case', [{ Bearer: [] }], '/a', { Authorization: 'bearer x' }, []],
    ['another scheme', [{ Bearer: [] }], '/a', { Authorization: 'Basic x' }, ['header.authorization']],
    ['one of two', [{ Bearer: [] }, { Key: [] }], '/a?key=x', {}, []],
    ['none of two', [{ Bearer: [] }, { Key: [], Session: [] }], '/a?key=x', {}, ['security']],
    ['optional security, and other credentials', [{ Key: [] }, {}], '/a', { Authorization: 'Bearer x' }, []],
    ['a certificate, which cannot be seen', [{ Certificate: [] }], '/a', {}, []],
  ] as const)('%s', async ([, security, path, headers, expected]) => {
    upstream.answer = (response) => void response.writeHead(204).end()
    const document = documentOf({ get: { security, responses: done } }, { components })
    expect(await seen(document, { method: 'GET', path, headers: { ...headers }, body: null })).toEqual(
      expected.map((place) => `request.${place} security`),
    )
  })
})

test('paths are told as the document writes them, once', async () => {
  upstream.answer = answering({}, 204)
  await using proxy = await startProxy({ upstream: upstream.url, document: twoOperations })
  for (const id of ['secret-1', 'secret-2']) await send(proxy.url, { path: `/things/${id}`, headers: json, body: '{"a":"x"}' })
  await send(proxy.url, { method: 'DELETE', path: '/things/secret-3', headers: {}, body: null })
  expect(proxy.violations).toMatchObject([
    {
      method: 'POST',
      path: '/things/{id}',
      location: ['request', 'body', 'a'],
      code: 'type',
      message: 'must be integer',
      count: 2,
    },
    { method: 'DELETE', path: '/things/{id}', location: ['request', 'method'], code: 'method', count: 1 },
  ])
})

test('HEAD is GET without the body', async () => {
  const responses = { 200: { description: 'x', ...content({ type: 'object' }) } }
  upstream.answer = answering('')
  expect(await seen(documentOf({ get: { responses } }), { method: 'HEAD', body: null })).toEqual([])
  expect(await seen(documentOf({ post: { responses } }), { method: 'HEAD', body: null })).toEqual(['request.method method'])
})

test('of several content types, the most fitting one counts', async () => {
  const types = {
    '*/*': {},
    'application/*': { schema: { type: 'integer' } },
    'application/json': { schema: { type: 'string' } },
    'application/vnd.it+json; charset=utf-8': { schema: { type: 'boolean' } },
  }
  const document = documentOf({ get: { responses: { 200: { description: 'x', content: types } } } })
  const of = (contentType: string) => {
    upstream.answer = answering('[]', 200, { 'Content-Type': contentType })
    return seen(document, { method: 'GET', body: null })
  }
  expect(await of('application/json')).toEqual(['response.body type'])
  expect(await of('application/vnd.it+json;charset=UTF-8')).toEqual(['response.body type'])
  expect(await of('application/vnd.other+json')).toEqual(['response.body type'])
  expect(await of('text/plain')).toEqual([])
})
