import { describe, expect, test } from 'vitest'
import { diffDocuments } from '../src/index.js'
import { edited, found, type Json } from './documents.js'

type Edit = (at: { readonly document: Json; readonly operation: Json; readonly item: Json }) => void

/** An edit of the document below, what it is, and what it is to take it back. */
type Row = readonly [title: string, edit: Edit, there: string | readonly string[], back: string | readonly string[]]

const text = { type: 'string' }
const query = (more: Json = {}): Json => ({ name: 'limit', in: 'query', schema: { type: 'integer' }, ...more })

const base: Json = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1.0.0' },
  servers: [{ url: 'https://a.example' }, { url: 'https://b.example' }],
  tags: [{ name: 'Pets', description: 'All about pets' }],
  security: [{ key: [] }],
  paths: {
    '/pets/{id}': {
      put: {
        operationId: 'putPet',
        tags: ['Pets'],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: text },
          { name: 'tags', in: 'query', schema: { type: 'array', items: text } },
          { name: 'X-Trace', in: 'header', schema: text },
          { name: 'session', in: 'cookie', schema: text },
        ],
        requestBody: { content: { 'application/json': { schema: text } } },
        responses: {
          '200': {
            description: 'Done',
            headers: { 'X-Rate': { required: true, schema: { type: 'integer' } }, 'X-Hint': { schema: text } },
            content: { 'application/json': { schema: text } },
          },
          '404': { description: 'None' },
        },
        callbacks: {
          onDone: {
            '{$request.body}': { post: { requestBody: { content: { 'application/json': { schema: text } } }, responses: {} } },
          },
        },
      },
    },
  },
  webhooks: {
    petSold: {
      post: {
        requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { id: text } } } } },
        responses: {},
      },
    },
  },
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      other: { type: 'http', scheme: 'bearer' },
      oauth: {
        type: 'oauth2',
        flows: { implicit: { authorizationUrl: 'https://a.example', scopes: { read: 'Read', write: 'Write' } } },
      },
    },
  },
}

// biome-ignore format: a row of the table is a line.
const rows: Record<string, readonly Row[]> = {
  operations: [
    ['an operation', ({ item }) => set(item, 'get', { responses: {} }), 'minor endpoint-added', 'major api-removed-without-deprecation'],
    ['a path', ({ document }) => set(at(document, 'paths'), '/new', { get: { responses: {} } }), 'minor endpoint-added', 'major api-path-removed-without-deprecation'],
    ['a deprecated path', ({ document }) => set(at(document, 'paths'), '/new', { get: { deprecated: true, responses: {} } }), 'minor endpoint-added', 'major api-path-removed-with-deprecation'],
    ['a path that was to stay', ({ document }) => set(at(document, 'paths'), '/new', { get: { deprecated: true, 'x-sunset': '2999-01-01', responses: {} } }), 'minor endpoint-added', 'major api-path-removed-before-sunset'],
    ['a webhook', ({ document }) => set(at(document, 'webhooks'), 'new', { post: { responses: {} } }), 'minor webhook-added', 'major webhook-removed'],
    ['a callback', ({ operation }) => set(at(operation, 'callbacks'), 'onFail', { '{$url}': { post: { responses: {} } } }), 'minor callback-added', 'major callback-removed'],
    ['another operationId', ({ operation }) => set(operation, 'operationId', 'replacePet'), 'major api-operation-id-removed', 'major api-operation-id-removed'],
    ['no operationId', ({ operation }) => void delete operation['operationId'], 'major api-operation-id-removed', 'major api-operation-id-added'],
    ['one more tag', ({ operation }) => set(operation, 'tags', ['Pets', 'More']), 'minor api-tag-added', 'major api-tag-removed'],
    ['another tag', ({ operation }) => set(operation, 'tags', ['More']), ['major api-tag-removed', 'minor api-tag-added'], ['major api-tag-removed', 'minor api-tag-added']],
    ['deprecated', ({ operation }) => set(operation, 'deprecated', true), 'minor endpoint-deprecated', 'minor endpoint-reactivated'],
    ['deprecated with an end', ({ operation }) => void Object.assign(operation, { deprecated: true, 'x-sunset': '2999-01-01' }), 'minor endpoint-deprecated-with-sunset', 'minor endpoint-reactivated'],
    ['less stable', ({ operation }) => set(operation, 'x-stability-level', 'beta'), 'major api-stability-decreased', 'minor api-stability-increased'],
    ['an extension', ({ operation }) => set(operation, 'x-safe', true), 'minor extension-changed', 'minor extension-changed'],
    ['a description', ({ operation }) => set(operation, 'description', 'Puts'), 'patch description-changed', 'patch description-changed'],
    ['a description of the path', ({ item }) => set(item, 'summary', 'Pets'), 'patch description-changed', 'patch description-changed'],
  ],
  parameters: [
    ['optional', ({ operation }) => void list(operation, 'parameters').push(query()), 'minor new-optional-request-parameter', 'major request-parameter-removed'],
    ['required', ({ operation }) => void list(operation, 'parameters').push(query({ required: true })), 'major new-required-request-parameter', 'major request-parameter-removed'],
    ['optional, for all operations of the path', ({ item }) => set(item, 'parameters', [query()]), 'minor new-optional-request-default-parameter-to-existing-path', 'major request-parameter-removed'],
    ['required, for all operations of the path', ({ item }) => set(item, 'parameters', [query({ required: true })]), 'major new-required-request-default-parameter-to-existing-path', 'major request-parameter-removed'],
    ['becomes required', ({ operation }) => set(parameter(operation, 'tags'), 'required', true), 'major request-parameter-became-required', 'minor request-parameter-became-optional'],
    ['gets a default', ({ operation }) => set(at(parameter(operation, 'session'), 'schema'), 'default', 'a'), 'major request-parameter-default-value-added', 'major request-parameter-default-value-removed'],
    ['moves to the header', ({ operation }) => set(parameter(operation, 'session'), 'in', 'header'), ['major request-parameter-removed', 'minor new-optional-request-parameter'], ['major request-parameter-removed', 'minor new-optional-request-parameter']],
    ['header of another type', ({ operation }) => set(parameter(operation, 'X-Trace'), 'schema', { type: 'integer' }), 'major request-parameter-type-changed', 'major request-parameter-type-changed'],
    ['path with a format', ({ operation }) => set(at(parameter(operation, 'id'), 'schema'), 'format', 'uuid'), 'major request-parameter-type-changed', 'minor request-parameter-type-generalized'],
    ['style', ({ operation }) => set(parameter(operation, 'tags'), 'style', 'pipeDelimited'), 'major request-parameter-style-changed', 'major request-parameter-style-changed'],
    ['explode', ({ operation }) => set(parameter(operation, 'tags'), 'explode', false), 'major request-parameter-explode-changed', 'major request-parameter-explode-changed'],
    ['reserved characters', ({ operation }) => set(parameter(operation, 'tags'), 'allowReserved', true), 'minor request-parameter-allow-reserved-changed', 'major request-parameter-allow-reserved-changed'],
    ['empty value', ({ operation }) => set(parameter(operation, 'tags'), 'allowEmptyValue', true), 'minor request-parameter-allow-empty-value-changed', 'major request-parameter-allow-empty-value-changed'],
    ['as JSON', ({ operation }) => void replaceSchema(parameter(operation, 'session')), 'major request-parameter-media-type-changed', 'major request-parameter-media-type-changed'],
    ['items of a parameter', ({ operation }) => set(at(parameter(operation, 'tags'), 'schema'), 'items', { type: 'integer' }), 'major request-parameter-property-type-changed', 'major request-parameter-property-type-changed'],
    ['items of a parameter are limited', ({ operation }) => set(at(parameter(operation, 'tags'), 'schema', 'items'), 'format', 'uuid'), 'major request-parameter-property-type-specialized', 'minor request-parameter-property-type-generalized'],
    ['in the path, which is required anyway', ({ operation }) => void delete parameter(operation, 'id')['required'], [], []],
    ['deprecated', ({ operation }) => set(parameter(operation, 'tags'), 'deprecated', true), 'minor request-parameter-deprecated', 'minor request-parameter-reactivated'],
    ['an example', ({ operation }) => set(parameter(operation, 'session'), 'example', 'a'), 'patch example-changed', 'patch example-changed'],
    ['an extension', ({ operation }) => set(parameter(operation, 'session'), 'x-name', 'a'), 'minor extension-changed', 'minor extension-changed'],
    ['a header that other fields say', ({ operation }) => void list(operation, 'parameters').push({ name: 'Accept', in: 'header', schema: text }), [], []],
  ],
  bodies: [
    ['required', ({ operation }) => set(at(operation, 'requestBody'), 'required', true), 'major request-body-became-required', 'minor request-body-became-optional'],
    ['none', ({ operation }) => void delete operation['requestBody'], 'major request-body-removed', 'minor request-body-added-optional'],
    ['one more media type', ({ operation }) => set(at(operation, 'requestBody', 'content'), 'text/plain', {}), 'minor request-body-media-type-added', 'major request-body-media-type-removed'],
    ['parameters of a media type', ({ operation }) => void renameMediaType(at(operation, 'requestBody'), 'application/json; charset=utf-8'), 'patch request-body-media-type-name-changed', 'patch request-body-media-type-name-changed'],
    ['a wider media type', ({ operation }) => void renameMediaType(at(operation, 'requestBody'), 'application/*'), 'minor request-body-media-type-name-generalized', 'major request-body-media-type-name-specialized'],
    ['without a schema', ({ operation }) => void delete at(operation, 'requestBody', 'content', 'application/json')['schema'], 'minor request-body-media-type-schema-removed', 'major request-body-media-type-schema-added'],
    ['an example', ({ operation }) => set(at(operation, 'requestBody', 'content', 'application/json'), 'example', 'a'), 'patch example-changed', 'patch example-changed'],
  ],
  responses: [
    ['one more success', ({ operation }) => set(at(operation, 'responses'), '201', { description: 'Made' }), 'minor response-success-status-added', 'major response-success-status-removed'],
    ['one more failure', ({ operation }) => set(at(operation, 'responses'), '500', { description: 'Oh' }), 'minor response-non-success-status-added', 'minor response-non-success-status-removed'],
    ['default beside a success', ({ operation }) => set(at(operation, 'responses'), 'default', { description: 'Oh' }), 'minor response-non-success-status-added', 'minor response-non-success-status-removed'],
    ['a range in place of a status', ({ operation }) => void rename(at(operation, 'responses'), '404', '4XX'), [], ['minor response-non-success-status-removed', 'minor response-non-success-status-added']],
    ['one more media type', ({ operation }) => set(at(operation, 'responses', '200', 'content'), 'text/plain', {}), 'minor response-media-type-added', 'major response-media-type-removed'],
    ['a narrower media type', ({ operation }) => void renameMediaType(at(operation, 'responses', '200'), 'application/hal+json'), 'minor response-media-type-name-specialized', 'major response-media-type-name-generalized'],
    ['without a schema', ({ operation }) => void delete at(operation, 'responses', '200', 'content', 'application/json')['schema'], 'major response-body-media-type-schema-removed', 'minor response-body-media-type-schema-added'],
    ['without a required header', ({ operation }) => void delete at(operation, 'responses', '200', 'headers')['X-Rate'], 'major required-response-header-removed', 'minor response-header-added'],
    ['without an optional header', ({ operation }) => void delete at(operation, 'responses', '200', 'headers')['X-Hint'], 'major optional-response-header-removed', 'minor response-header-added'],
    ['a header becomes optional', ({ operation }) => void delete at(operation, 'responses', '200', 'headers', 'X-Rate')['required'], 'major response-header-became-optional', 'minor response-header-became-required'],
    ['a header of another type', ({ operation }) => set(at(operation, 'responses', '200', 'headers', 'X-Rate'), 'schema', { type: 'number' }), 'major response-header-type-generalized', 'minor response-header-type-specialized'],
    ['a header is deprecated', ({ operation }) => set(at(operation, 'responses', '200', 'headers', 'X-Rate'), 'deprecated', true), 'minor response-header-deprecated', 'minor response-header-reactivated'],
    ['a description', ({ operation }) => set(at(operation, 'responses', '404'), 'description', 'Gone'), 'patch description-changed', 'patch description-changed'],
    ['links', ({ operation }) => set(at(operation, 'responses', '200'), 'links', { next: { operationId: 'putPet' } }), 'patch response-links-changed', 'patch response-links-changed'],
  ],
  security: [
    ['one more that is enough', ({ document }) => set(document, 'security', [{ key: [] }, { other: [] }]), 'minor api-global-security-added', 'major api-global-security-removed'],
    ['one more that is needed as well', ({ document }) => set(document, 'security', [{ key: [], other: [] }]), 'major api-global-security-added', 'minor api-global-security-removed'],
    ['another', ({ document }) => set(document, 'security', [{ other: [] }]), ['major api-global-security-removed', 'minor api-global-security-added'], ['major api-global-security-removed', 'minor api-global-security-added']],
    ['none', ({ document }) => void delete document['security'], 'minor api-global-security-removed', 'major api-global-security-added'],
    ['none for one operation', ({ operation }) => set(operation, 'security', []), 'minor api-security-removed', 'major api-security-added'],
    ['optional', ({ operation }) => set(operation, 'security', [{ key: [] }, {}]), 'minor api-security-removed', 'major api-security-added'],
    ['the same for one operation', ({ operation }) => set(operation, 'security', [{ key: [] }]), [], []],
    ['type of a scheme', ({ document }) => void Object.assign(at(document, 'components', 'securitySchemes', 'key'), { type: 'http', scheme: 'basic' }), 'major api-security-component-type-changed', 'major api-security-component-type-changed'],
    ['header of a scheme', ({ document }) => set(at(document, 'components', 'securitySchemes', 'key'), 'name', 'X-Other'), 'major api-security-component-changed', 'major api-security-component-changed'],
    ['a scheme', ({ document }) => set(at(document, 'components', 'securitySchemes'), 'new', { type: 'http', scheme: 'basic' }), 'minor api-security-component-added', 'patch api-security-component-removed'],
    ['a scope of a scheme', ({ document }) => void delete at(document, 'components', 'securitySchemes', 'oauth', 'flows', 'implicit', 'scopes')['write'], 'major api-security-component-oauth-scope-removed', 'minor api-security-component-oauth-scope-added'],
    ['address of a scheme', ({ document }) => set(at(document, 'components', 'securitySchemes', 'oauth', 'flows', 'implicit'), 'authorizationUrl', 'https://b.example'), 'major api-security-component-oauth-url-changed', 'major api-security-component-oauth-url-changed'],
    ['a flow of a scheme', ({ document }) => set(at(document, 'components', 'securitySchemes', 'oauth', 'flows'), 'password', { scopes: {} }), 'minor api-security-component-oauth-flow-added', 'major api-security-component-oauth-flow-removed'],
  ],
  servers: [
    ['one more', ({ document }) => void list(document, 'servers').push({ url: 'https://c.example/' }), 'minor server-added', 'major server-removed'],
    ['another first', ({ document }) => void list(document, 'servers').reverse(), 'major default-server-changed', 'major default-server-changed'],
    ['a slash at the end', ({ document }) => set(document, 'servers', [{ url: 'https://a.example/' }, { url: 'https://b.example' }]), [], []],
    ['of one operation', ({ operation }) => set(operation, 'servers', [{ url: 'https://a.example' }]), 'major server-removed', 'minor server-added'],
    ['a description', ({ document }) => set(document, 'servers', [{ url: 'https://a.example', description: 'A' }, { url: 'https://b.example' }]), 'patch description-changed', 'patch description-changed'],
  ],
  document: [
    ['title', ({ document }) => set(at(document, 'info'), 'title', 'Animals'), 'patch description-changed', 'patch description-changed'],
    ['an extension', ({ document }) => set(document, 'x-sdk', true), 'minor extension-changed', 'minor extension-changed'],
    ['a description of a tag', ({ document }) => set(document, 'tags', [{ name: 'Pets', description: 'More about pets' }]), 'patch description-changed', 'patch description-changed'],
  ],
}

describe.each(Object.entries(rows))('%s', (_, own) => {
  test.each(own)('%s', async (_, edit, there, back) => {
    const changed = edited(base, (document) => {
      const item = at(document, 'paths', '/pets/{id}')
      edit({ document, item, operation: at(item, 'put') })
    })
    expect(await found(base, changed)).toEqual([there].flat())
    expect(await found(changed, base)).toEqual([back].flat())
  })
})

test('a scope that is needed', async () => {
  const needing = (...scopes: string[]): Json => edited(base, (document) => set(document, 'security', [{ oauth: scopes }]))
  expect(await found(needing('read'), needing('read', 'write'))).toEqual(['major api-global-security-scope-added'])
  expect(await found(needing('read', 'write'), needing('read'))).toEqual(['minor api-global-security-scope-removed'])
})

test('a path parameter under another name is the same path, and another argument', async () => {
  const renamed: Json = JSON.parse(JSON.stringify(base).replaceAll('{id}', '{petId}').replace('"name":"id"', '"name":"petId"'))
  expect(await found(base, renamed)).toEqual(['major request-parameter-renamed'])
})

describe('an end that was announced', () => {
  const ending = (sunset: string | undefined): Json =>
    edited(base, (document) => {
      Object.assign(at(document, 'paths', '/pets/{id}', 'put'), {
        deprecated: true,
        ...(sunset !== undefined && { 'x-sunset': sunset }),
      })
    })

  test.each([
    ['comes earlier', '2999-06-01', '2999-01-01', 'major api-sunset-date-changed-too-small'],
    ['comes later', '2999-01-01', '2999-06-01', 'patch api-sunset-date-changed-too-small'],
    ['is taken back', '2999-01-01', undefined, 'major sunset-deleted'],
    ['cannot be read', '2999-01-01', 'soon', 'major api-path-sunset-parse'],
  ])('%s', async (_, before, after, line) => {
    expect(await found(ending(before), ending(after))).toEqual([line])
  })
})

describe('what the server sends by itself', () => {
  const body = (document: Json, place: 'webhook' | 'callback'): Json =>
    place === 'webhook'
      ? at(document, 'webhooks', 'petSold', 'post', 'requestBody', 'content', 'application/json')
      : at(
          document,
          'paths',
          '/pets/{id}',
          'put',
          'callbacks',
          'onDone',
          '{$request.body}',
          'post',
          'requestBody',
          'content',
          'application/json',
        )

  test.each(['webhook', 'callback'] as const)('the request of a %s is received', async (place) => {
    const object = (properties: Json, required: string[]): Json => ({ type: 'object', properties, required })
    const with_ = (schema: Json): Json => edited(base, (document) => set(body(document, place), 'schema', schema))
    const small = with_(object({ id: text }, []))
    const large = with_(object({ id: text, name: text }, ['name']))
    expect(await found(small, large)).toEqual(['minor new-required-request-property'])
    expect(await found(large, small)).toEqual(['major request-property-removed'])
    expect(await found(with_(object({ id: text }, ['id'])), with_(object({ id: text }, [])))).toEqual([
      'major request-property-became-optional',
    ])
  })
})

describe('schemas by name', () => {
  const pet = { type: 'object', properties: { name: text, age: { type: 'integer' } } }
  const using = (name: string, more: Json = {}): Json =>
    edited(base, (document) => {
      at(document, 'components')['schemas'] = { [name]: pet, ...more }
      at(document, 'paths', '/pets/{id}', 'put', 'responses', '200', 'content', 'application/json')['schema'] = {
        $ref: `#/components/schemas/${name}`,
      }
    })

  test('another name is another type', async () => {
    expect(await found(using('Pet'), using('Animal'))).toEqual(['major api-schema-renamed'])
  })

  test('another name inside an allOf is another type', async () => {
    const within = (name: string): Json =>
      using('Whole', {
        [name]: { ...pet, required: ['name'] },
        Whole: { allOf: [{ $ref: `#/components/schemas/${name}` }, { required: ['age'] }] },
      })
    expect(await found(within('Pet'), within('Animal'))).toEqual(['major api-schema-renamed'])
  })

  test('a type that nothing has any more', async () => {
    const { changes } = await diffDocuments(using('Pet'), base)
    expect(changes.filter(({ id }) => id.startsWith('api-schema'))).toMatchObject([
      { id: 'api-schema-removed', level: 'minor', where: '/components/schemas/Pet' },
    ])
  })

  test('a schema that no operation reaches', async () => {
    const spare = { type: 'object', properties: { a: text, b: text } }
    expect(await found(using('Pet'), using('Pet', { Spare: spare }))).toEqual(['patch api-schema-added'])
    expect(await found(using('Pet', { Spare: spare }), using('Pet'))).toEqual(['patch api-schema-removed'])
    expect(await found(using('Pet', { Spare: spare }), using('Pet', { Spare: text }))).toEqual(['patch api-schema-changed'])
  })
})

function at(value: Json, ...keys: string[]): Json {
  return keys.reduce<Json>((object, key) => object[key] as Json, value)
}

function set(object: Json, key: string, value: unknown): void {
  object[key] = value
}

function list(object: Json, key: string): unknown[] {
  return object[key] as unknown[]
}

function parameter(operation: Json, name: string): Json {
  const found = list(operation, 'parameters').find((entry) => (entry as Json)['name'] === name)
  return found as Json
}

function replaceSchema(parameter: Json): void {
  parameter['content'] = { 'application/json': { schema: parameter['schema'] } }
  delete parameter['schema']
}

function rename(object: Json, from: string, to: string): void {
  object[to] = object[from]
  delete object[from]
}

function renameMediaType(body: Json, to: string): void {
  rename(at(body, 'content'), 'application/json', to)
}
