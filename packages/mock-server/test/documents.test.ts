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

const info = "info: { title: Broken, version: '1' }"
const operationWith = (response: string) =>
  `openapi: 3.1.0\n${info}\npaths:\n  /a:\n    get:\n      responses:\n        ${response}\n`

describe.for([
  [
    'syntax.yaml',
    'openapi: 3.1.0\npaths:\n  - a: b\n c: d\n',
    /syntax\.yaml is not valid YAML at line 4, column 1: .*\. Correct it there\.$/,
  ],
  [
    'twice.yaml',
    'openapi: 3.1.0\nopenapi: 3.1.0\n',
    /twice\.yaml is not valid YAML at line 2, column 1: Map keys must be unique/,
  ],
  ['syntax.json', '{"openapi": "3.1.0",,}', /syntax\.json is not valid JSON: .*position 20/],
  ['other.yaml', 'hello: world\n', /other\.yaml is not an OpenAPI document: it has no field "openapi"/],
  ['text.yaml', 'hello', /text\.yaml is not an OpenAPI document/],
  ['empty.yaml', '', /empty\.yaml is not an OpenAPI document/],
  ['list.json', '[]', /list\.json is not an OpenAPI document/],
  ['old.yaml', "openapi: '2.0'\n", /old\.yaml says "openapi: 2\.0", which cannot be served/],
  ['no-paths.yaml', `openapi: 3.1.0\n${info}\n`, /no-paths\.yaml has no operations/],
  ['no-methods.yaml', `openapi: 3.1.0\n${info}\npaths: { /a: {} }\n`, /no-methods\.yaml has no operations/],
  [
    'ref.yaml',
    operationWith("200: { $ref: '#/components/responses/Nope' }"),
    /ref\.yaml has a \$ref that leads nowhere: .*#\/components\/responses\/Nope/,
  ],
  ['file-ref.yaml', operationWith("200: { $ref: './nope.yaml' }"), /file-ref\.yaml has a \$ref that leads nowhere: .*nope\.yaml/],
  [
    'status.yaml',
    operationWith(
      'default: { description: x, content: { application/json: { examples: { a: { x-http-status: many, value: 1 } } } } }',
    ),
    /The example "a" of GET \/a, under "default", has an x-http-status that is not a number from 200 to 599/,
  ],
] as const)('%s', ([name, content, message]) => {
  test('is an error of one line that says what, where and the way out', async () => {
    const path = await file(name, content)
    for (const use of [() => startMockServer({ document: path }), () => listScenarios(path)]) {
      const error = await use().catch((caught: unknown) => caught)
      expect(error).toMatchObject({ name: 'MockServerError', code: 'invalid-document' })
      expect(String(error)).toMatch(message)
      expect(String(error)).not.toContain('\n')
    }
  })
})

test.for([
  ['absent.yaml', 'there is no such file'],
  ['.', 'it is a directory'],
] as const)('%s cannot be read', async ([name, reason]) => {
  await expect(startMockServer({ document: join(folder, name) })).rejects.toMatchObject({
    code: 'invalid-document',
    message: expect.stringContaining(`: ${reason}. Give the path of an OpenAPI 3 document in YAML or JSON.`),
  })
})

test('what is neither a file nor plain data is refused', async () => {
  await expect(startMockServer({ document: new URL('https://example.com/a.yaml') })).rejects.toThrow('is not a file')
  await expect(startMockServer({ document: { openapi: () => '3.1.0' } })).rejects.toThrow('not plain data')
  await expect(startMockServer({ document: {} })).rejects.toThrow('The given object is not an OpenAPI document')
})
