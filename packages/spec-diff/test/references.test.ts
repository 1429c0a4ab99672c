import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { diffDocuments, SpecDiffError } from '../src/index.js'
import { api, edited, found, type Json } from './documents.js'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spec-diff-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, content: string | Json): Promise<string> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const text = { type: 'string' }
const to = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

describe('schemas that contain themselves', () => {
  const tree = (more: Json = {}): Json => ({
    type: 'object',
    properties: {
      name: text,
      children: { type: 'array', items: to('Tree') },
      parent: { oneOf: [to('Tree'), { type: 'null' }] },
      ...more,
    },
  })
  const documentOf = (schemas: Json): Json => api(to('Tree'), to('Tree'), { schemas })

  test('are the same as themselves', async () => {
    expect(await found(documentOf({ Tree: tree() }), documentOf({ Tree: tree() }))).toEqual([])
  })

  test('tell each difference once', async () => {
    expect(await found(documentOf({ Tree: tree() }), documentOf({ Tree: tree({ name: { type: 'integer' } }) }))).toEqual([
      'major request-property-type-changed',
      'major response-property-type-changed',
    ])
  })

  test('through allOf and unions', async () => {
    const base = { allOf: [to('Tree')], properties: { a: text } }
    const union = { oneOf: [to('Tree'), to('Union'), text] }
    const before = documentOf({
      Tree: { allOf: [to('Base'), to('Tree')], properties: { union: to('Union') } },
      Base: base,
      Union: union,
    })
    const after = documentOf({
      Tree: { allOf: [to('Base'), to('Tree')], properties: { union: to('Union') } },
      Base: { ...base, required: ['a'] },
      Union: union,
    })
    expect(await found(before, before)).toEqual([])
    expect(await found(before, after)).toEqual([
      'major request-property-became-required',
      'minor response-property-became-required',
    ])
  })

  test('are no reason to give up when one of the documents writes a turn out', async () => {
    const turned = tree({ parent: { oneOf: [tree(), { type: 'null' }] } })
    expect(await found(documentOf({ Tree: tree() }), documentOf({ Tree: turned }))).toEqual([])
  })
})

describe('references', () => {
  test('into other files, which refer to others and back', async () => {
    const document = (folderName: string, name: Json) =>
      Promise.all([
        write(
          `${folderName}/api.yaml`,
          "openapi: 3.1.0\ninfo: {title: a, version: '1'}\npaths:\n  /pets:\n    $ref: paths/pets.yaml\ncomponents:\n  schemas:\n    Id: {type: string}\n",
        ),
        write(
          `${folderName}/paths/pets.yaml`,
          "get:\n  responses:\n    '200':\n      description: Done\n      content:\n        application/json:\n          schema: {$ref: '../schemas.json#/Pet'}\n",
        ),
        write(`${folderName}/schemas.json`, {
          Pet: {
            type: 'object',
            properties: { id: { $ref: 'api.yaml#/components/schemas/Id' }, name, 'a/b': { $ref: '#/With%20space' } },
          },
          'With space': text,
        }),
      ])
    const [old] = await document('one', text)
    const [next] = await document('two', { type: 'integer' })
    const { changes } = await diffDocuments(old ?? '', pathToFileURL(next ?? ''))
    expect(changes).toMatchObject([
      { id: 'response-property-type-changed', where: 'schemas.json#/Pet/properties/name/type', field: 'name' },
    ])
    expect((await diffDocuments(old ?? '', old ?? '')).bump).toBe('none')
  })

  test('by anchor, and with a reference in between', async () => {
    const schemas = (name: Json): Json => ({
      Pet: { $ref: '#pet' },
      Real: { $anchor: 'pet', type: 'object', properties: { name } },
    })
    expect(
      await found(
        api(to('Pet'), text, { schemas: schemas(text) }),
        api(to('Pet'), text, { schemas: schemas({ type: 'integer' }) }),
      ),
    ).toEqual(['major request-property-type-changed'])
  })

  test('what examples hold is no reference', async () => {
    const document = api({ ...text, example: { $ref: '#/nowhere' } }, text)
    expect(await found(document, document)).toEqual([])
  })
})

describe('a document that cannot be compared is one sentence', () => {
  const fine = api(text, text)

  const rows: [title: string, content: string | Json, message: RegExp, name?: string][] = [
    [
      'no such file',
      '',
      /^Cannot read .*missing\.yaml: there is no such file\. Give the path of an OpenAPI document\.$/,
      'missing.yaml',
    ],
    ['not YAML', 'openapi: 3.1.0\npaths: {\n', /broken\.yaml is not valid YAML at line 3, column 1: .+ Correct it there\.$/],
    [
      'not JSON',
      '{"openapi": "3.1.0",\n  "paths": }',
      /broken\.json is not valid JSON at line 2, column \d+: .+ Correct it there\.$/,
      'broken.json',
    ],
    [
      'a key twice',
      'openapi: 3.1.0\npaths: {}\npaths: {}\n',
      /not valid YAML at line 3, column 1: Map keys must be unique\. Correct it there\.$/,
    ],
    [
      'an alias inside its own anchor',
      'openapi: 3.1.0\npaths: &a\n  /a: *a\n',
      /broken\.yaml contains itself, or what JSON cannot hold\. Let a \$ref name what is meant to contain itself\.$/,
    ],
    [
      'a text',
      'hello',
      /broken\.yaml is not an OpenAPI document: there is no field \/openapi\. Give an OpenAPI 3\.0 or 3\.1 document/,
    ],
    ['Swagger 2', { swagger: '2.0' }, /broken\.yaml is a Swagger 2 document \(\/swagger\)\. Convert it, with swagger2openapi/],
    ['OpenAPI 4', { openapi: '4.0.0' }, /broken\.yaml says "openapi: 4\.0\.0" at \/openapi\. Give an OpenAPI/],
    [
      'paths that are a list',
      { openapi: '3.1.0', paths: [] },
      /broken\.yaml has no object at \/paths, where one is expected\. Correct it there\.$/,
    ],
    [
      'a reference to nothing',
      api(to('Missing'), text),
      /broken\.yaml has a \$ref at \/paths\/~1pets\/post\/requestBody\/content\/application~1json\/schema that leads nowhere: #\/components\/schemas\/Missing\. Correct it, or add what it names\.$/,
    ],
    [
      'a reference to itself',
      { openapi: '3.1.0', paths: { '/a': { $ref: '#/paths/~1a' } } },
      /The \$ref at .*broken\.yaml#\/paths\/~1a leads back to itself\. Let it name something else\.$/,
    ],
    [
      'a file that is not there',
      api({ $ref: 'other.yaml#/A' }, text),
      /broken\.yaml refers to other\.yaml#\/A at \/paths.+, which cannot be used\. Cannot read .*other\.yaml: there is no such file/,
    ],
    [
      'an address of the network',
      api({ $ref: 'https://example.com/a.yaml' }, text),
      /refers to https:\/\/example\.com\/a\.yaml at .+, which is not a file\. Nothing is fetched/,
    ],
  ]

  test.each(rows)('%s', async (title, content, message, name = 'broken.yaml') => {
    const path = title === 'no such file' ? join(folder, name) : await write(name, content)
    for (const isOld of [true, false]) {
      const error = await diffDocuments(isOld ? path : fine, isOld ? fine : path).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(SpecDiffError)
      expect(error).toMatchObject({ message: expect.stringMatching(message) })
      expect(error).toMatchObject({ message: expect.not.stringContaining('\n') })
    }
  })

  test('a file beside an object that lies nowhere', async () => {
    await expect(diffDocuments(api({ $ref: 'other.yaml' }, text), fine)).rejects.toThrow(
      'the document was given as an object, without a folder',
    )
  })

  test('an object that contains itself', async () => {
    const round: Json = { openapi: '3.1.0' }
    round['paths'] = { '/a': round }
    await expect(diffDocuments(fine, round)).rejects.toThrow('The given object contains itself')
  })

  test('an address in place of a file', async () => {
    await expect(diffDocuments('https://example.com/api.yaml', fine)).rejects.toThrow('is not a file of this machine')
  })

  test('fields of the wrong kind are passed over', async () => {
    const odd = {
      openapi: '3.1.0',
      info: 3,
      paths: { '/a': { get: { parameters: {}, responses: [], tags: 'a', security: {}, requestBody: 3 } }, '/b': null },
      components: { schemas: { A: 3 } },
    }
    expect(await found(odd, odd)).toEqual([])
    const strange = edited(fine, (copy) =>
      Object.assign(copy, {
        info: { description: {} },
        tags: [{ name: 'a' }, { name: 'a', description: 'b' }],
        servers: [{ url: '/' }, { url: '/', description: 'b' }],
        components: { securitySchemes: { a: { type: {} } } },
      }),
    )
    expect(await found(strange, strange)).toEqual([])
    expect((await diffDocuments(odd, api(text, text))).bump).toBe('major')
  })
})
