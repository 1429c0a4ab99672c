import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { document } from '@mesh-balance/openapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listScenarios, startMockServer } from '../src/index.js'
import { send } from './mesh-request.js'
import { twoOperations } from './two-operations.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mesh-mock-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

describe('a document of more operations', () => {
  test('lists the scenarios of each', async () => {
    expect(await listScenarios(twoOperations)).toEqual([
      { name: 'one', operationId: 'listThings', httpStatus: 200, summary: 'One thing' },
      { name: 'busy', operationId: 'listThings', httpStatus: 503, summary: '' },
      { name: 'plain', operationId: 'POST /things/{id}', httpStatus: 201, summary: '' },
      { name: 'busy', operationId: 'POST /things/{id}', httpStatus: 409, summary: 'Try later' },
      { name: 'teapot', operationId: 'POST /things/{id}', httpStatus: 418, summary: '' },
      { name: 'broken', operationId: 'POST /things/{id}', httpStatus: 500, summary: '' },
    ])
  })

  test('use() counts where the operation has the scenario, with its HTTP status there', async () => {
    await using mock = await startMockServer({ document: twoOperations })
    const list = () => send(mock.url, { method: 'GET', path: '/things', headers: {}, body: null })
    const create = () => send(mock.url, { path: '/things/1', headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' })
    expect([(await list()).status, (await create()).status]).toEqual([200, 201])
    mock.use('busy')
    expect([(await list()).status, (await create()).status]).toEqual([503, 409])
    mock.use('teapot')
    expect([(await list()).status, (await create()).status]).toEqual([200, 418])
    mock.use('one')
    expect([(await list()).status, (await create()).status]).toEqual([200, 201])
  })

  test('an example of `default` is served though its status has a response of its own', async () => {
    await using mock = await startMockServer({ document: twoOperations, scenario: 'broken' })
    const response = await send(mock.url, { path: '/things/1', headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ broken: true })
  })

  test('only what the document secures wants credentials', async () => {
    await using mock = await startMockServer({ document: twoOperations })
    expect((await send(mock.url, { method: 'GET', path: '/things', headers: {}, body: null })).status).toBe(200)
  })

  test('is not changed', async () => {
    const before = JSON.stringify(twoOperations)
    await using _ = await startMockServer({ document: twoOperations })
    expect(JSON.stringify(twoOperations)).toBe(before)
  })
})

test('only listed media types are taken, wildcards included', async () => {
  await using mock = await startMockServer({
    document: {
      openapi: '3.1.0',
      info: { title: 'Types', version: '1' },
      paths: Object.fromEntries(
        ['application/vnd.api+json', 'application/*', '*/*', 'text/plain; charset=utf-8'].map((mediaType, index) => [
          `/${index}`,
          { post: { requestBody: { content: { [mediaType]: {} } }, responses: { 204: { description: 'Done' } } } },
        ]),
      ),
    },
  })
  const types = ['application/vnd.api+json', 'application/json', 'text/plain']
  const statuses = [0, 1, 2, 3].map((index) =>
    Promise.all(
      types.map(
        async (type) => (await send(mock.url, { path: `/${index}`, headers: { 'Content-Type': type }, body: '1' })).status,
      ),
    ),
  )
  expect(await Promise.all(statuses)).toEqual([
    [204, 415, 415],
    [204, 204, 415],
    [204, 204, 204],
    [415, 415, 204],
  ])
  const encoded = await send(mock.url, {
    path: '/2',
    headers: { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' },
    body: '1',
  })
  expect([encoded.status, encoded.headers.get('content-type')]).toEqual([415, 'application/problem+json'])
  // What is not JSON may be bytes.
  const bytes = new Uint8Array([0xff, 0xfe])
  expect(
    (await send(mock.url, { path: '/2', headers: { 'Content-Type': 'application/octet-stream' }, body: bytes })).status,
  ).toBe(204)
})

test('a key in the query twice, the first one empty, is missing', async () => {
  const get = { security: [{ Key: [] }], responses: { 204: { description: 'Done' } } }
  await using mock = await startMockServer({
    document: {
      openapi: '3.1.0',
      info: { title: 'Key', version: '1' },
      paths: { '/a': { get } },
      components: { securitySchemes: { Key: { type: 'apiKey', in: 'query', name: 'key' } } },
    },
  })
  const status = async (query: string) =>
    (await send(mock.url, { method: 'GET', path: `/a${query}`, headers: {}, body: null })).status
  expect([await status('?key=&key=x'), await status('?key='), await status('?key=x'), await status('?key=x&key=y')]).toEqual([
    401, 401, 204, 204,
  ])
})

test('an example that does not fit its schema is served, and a header says so', async () => {
  const content = { 'application/json': { schema: { type: 'integer' }, examples: { wrong: { value: 'text' } } } }
  await using mock = await startMockServer({
    document: {
      openapi: '3.1.0',
      info: { title: 'Wrong', version: '1' },
      paths: { '/wrong': { get: { responses: { 200: { description: 'Wrong', content } } } } },
    },
  })
  const response = await send(mock.url, { method: 'GET', path: '/wrong', headers: {}, body: null })
  expect([response.status, await response.json()]).toEqual([200, 'text'])
  expect(JSON.parse(response.headers.get('sl-violations') ?? '[]')).toEqual([
    { location: ['response', 'body'], severity: 'Error', code: 'type', message: 'Response body must be integer' },
  ])
})

test('an example of `default` is served beside a range and a status of its own', async () => {
  const answer = (name: string, more: object = {}) => ({
    description: name,
    content: { 'application/json': { examples: { [name]: { value: name, ...more } } } },
  })
  const responses = {
    200: answer('ok'),
    500: answer('own'),
    '5XX': answer('range'),
    default: answer('other', { 'x-http-status': 502 }),
  }
  await using mock = await startMockServer({
    document: { openapi: '3.1.0', info: { title: 'Many', version: '1' }, paths: { '/many': { get: { responses } } } },
  })
  const get = async (preference: string) => {
    const response = await send(mock.url, { method: 'GET', path: '/many', headers: { Prefer: preference }, body: null })
    return [response.status, await response.json()]
  }
  expect(await get('example=other')).toEqual([502, 'other'])
  expect(await get('example=own')).toEqual([500, 'own'])
  expect(await get('example=range')).toEqual([500, 'range'])
  expect(await get('code=503')).toEqual([503, 'range'])
})

test('malformed JSON is refused by Prism itself where the document has no answer for it', async () => {
  const post = {
    requestBody: { content: { 'application/json': { schema: { type: 'string' } } } },
    responses: { 204: { description: 'Done' } },
  }
  await using mock = await startMockServer({
    document: { openapi: '3.1.0', info: { title: 'Text', version: '1' }, paths: { '/text': { post } } },
  })
  const request = { path: '/text', headers: { 'Content-Type': 'application/json' } }
  expect((await send(mock.url, { ...request, body: '"text"' })).status).toBe(204)
  const response = await send(mock.url, { ...request, body: '"text' })
  expect(response.status).toBe(422)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({ validation: [{ message: 'Request body is not valid JSON' }] })
})

test('a header that cannot be sent is a 500, not a connection that ends', async () => {
  const headers = { 'X-Bad': { schema: { type: 'string' }, examples: { bad: { value: 'two\nlines' } } } }
  const get = { responses: { 200: { description: 'Fine', headers } } }
  await using mock = await startMockServer({
    document: { openapi: '3.1.0', info: { title: 'Bad', version: '1' }, paths: { '/bad': { get } } },
  })
  expect((await send(mock.url, { method: 'GET', path: '/bad', headers: {}, body: null })).status).toBe(500)
})

test('a schema that refers to itself is served and checked', async () => {
  const schema = { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' }, n: { type: 'integer' } } }
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } }
  const post = { requestBody: { content }, responses: { 204: { description: 'Done' } } }
  await using mock = await startMockServer({
    document: {
      openapi: '3.1.0',
      info: { title: 'List', version: '1' },
      paths: { '/list': { post } },
      components: { schemas: { Node: schema } },
    },
  })
  const request = { path: '/list', headers: { 'Content-Type': 'application/json' } }
  expect((await send(mock.url, { ...request, body: '{"next":{"next":{"n":1}}}' })).status).toBe(204)
  expect((await send(mock.url, { ...request, body: '{"next":{"next":{"n":"x"}}}' })).status).toBe(422)
})

test('schemas with an $id are checked, in each server of a process', async () => {
  const withIds = structuredClone<object>(twoOperations) as typeof twoOperations
  withIds.components.schemas.Thing = { $id: 'https://example.com/thing', ...withIds.components.schemas.Thing }
  for (let server = 0; server < 2; server += 1) {
    await using mock = await startMockServer({ document: withIds })
    const response = await send(mock.url, {
      path: '/things/1',
      headers: { 'Content-Type': 'application/json' },
      body: '{"a":"x"}',
    })
    expect(response.status).toBe(422)
  }
})

test('YAML, JSON, file URLs and references to other files are read', async () => {
  const inJson = await file('whole.json', JSON.stringify(twoOperations))
  const scenarios = await listScenarios(twoOperations)
  expect(await listScenarios(inJson)).toEqual(scenarios)
  expect(await listScenarios(pathToFileURL(inJson))).toEqual(scenarios)
  expect(await listScenarios(pathToFileURL(inJson).href)).toEqual(scenarios)
  expect(await listScenarios(await file('mark.json', `\uFEFF${JSON.stringify(twoOperations)}`))).toEqual(scenarios)
  expect(await listScenarios(await file('mark.yaml', `\uFEFF${JSON.stringify(twoOperations)}`))).toEqual(scenarios)

  await file(
    'answers.yaml',
    'Far:\n  description: Far away\n  content:\n    application/json:\n      examples:\n        far: { value: { far: true } }\n',
  )
  const inYaml = await file(
    'near.yaml',
    "openapi: 3.1.0\ninfo: { title: Near, version: '1' }\npaths:\n  /a:\n    get:\n      responses:\n        200: { $ref: './answers.yaml#/Far' }\n",
  )
  expect(await listScenarios(inYaml)).toEqual([{ name: 'far', operationId: 'GET /a', httpStatus: 200, summary: '' }])
  await using mock = await startMockServer({ document: inYaml })
  expect(await (await send(mock.url, { method: 'GET', path: '/a', headers: {}, body: null })).json()).toEqual({ far: true })
})

test('the document as an object is the default one', async () => {
  expect(await listScenarios(document)).toEqual(await listScenarios())
})
