import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { document } from '@mesh-balance/openapi'
import { afterAll, expect, test } from 'vitest'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'codegen-'))
afterAll(() => rmSync(folder, { recursive: true }))

// biome-ignore lint/suspicious/noExplicitAny: the document is changed in ways that its literal types do not allow
type Change = (document: any) => void

/** Generates from a changed document; gives what the generator printed, and the facts that it wrote. */
const generate = (change: Change) => {
  const changed = structuredClone(document)
  change(changed)
  const input = join(folder, 'document.json')
  writeFileSync(input, JSON.stringify(changed))
  const output = join(folder, 'generated')
  rmSync(output, { recursive: true, force: true })
  const { status, stdout, stderr } = spawnSync(join(packageFolder, 'node_modules/.bin/openapi-ts'), {
    cwd: packageFolder,
    env: { ...process.env, OPENAPI_INPUT: input, OPENAPI_OUTPUT: output },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  return {
    status,
    printed: stdout + stderr,
    facts: status === 0 ? readFileSync(join(output, 'facts.gen.ts'), 'utf8').replaceAll(/\s+/g, ' ') : '',
  }
}

const json = (schema: unknown) => ({ description: 'x', content: { 'application/json': { schema } } })
const operation = (fields: object) => ({
  operationId: 'other',
  summary: 'x',
  tags: ['Balance'],
  responses: { 200: json({}) },
  ...fields,
})
const status = { $ref: '#/components/schemas/ResultStatus' }
const withOperations =
  (operations: Record<string, object>): Change =>
  (changed) => {
    for (const [id, fields] of Object.entries(operations))
      changed.paths[`/other/${id}`] = { post: operation({ operationId: id, ...fields }) }
  }

test('facts follow from whatever the document composes', () => {
  const { printed, facts } = generate((changed) => {
    changed.components.schemas.TokenBase = { type: 'object', properties: { token: { type: 'string', format: 'password' } } }
    changed.components.schemas.InstitutionType.enum.push('brandNew')
    withOperations({
      composed: {
        responses: {
          200: json({
            allOf: [{ $ref: '#/components/schemas/ApiResult' }, { type: 'object', properties: { content: { type: 'object' } } }],
          }),
        },
      },
      enveloped: { responses: { 201: json({ $ref: '#/components/schemas/ApiResult' }) } },
      listed: {
        responses: {
          200: json({ type: 'object', properties: { status, content: { type: 'array', items: { type: 'string' } } } }),
        },
      },
      ownStatus: {
        responses: { 200: json({ type: 'object', properties: { status: { type: 'string', enum: ['active', 'closed'] } } }) },
      },
      nothing: { responses: { 204: { description: 'x' } } },
      nested: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                allOf: [
                  { $ref: '#/components/schemas/TokenBase' },
                  {
                    type: 'object',
                    properties: {
                      list: {
                        type: 'array',
                        items: { type: 'object', properties: { pin: { type: 'string', format: 'password' } } },
                      },
                    },
                  },
                ],
              },
            },
          },
        },
        parameters: [{ name: 'key', in: 'query', schema: { type: 'string', format: 'password' } }],
        'x-safe-to-repeat': true,
      },
    })(changed)
  })
  expect(printed).not.toMatch(/error/i)
  const result = (name: string) => new RegExp(`${name}: \\{ input: [^:]*, result: '(\\w+)'`).exec(facts)?.[1]
  expect(['composed', 'enveloped', 'listed', 'ownStatus', 'nothing'].map(result)).toEqual([
    'content',
    'envelope',
    'content',
    'body',
    'body',
  ])
  expect(facts).toMatch(/nested: \{ input: 'parts', result: 'body', secrets: \[ 'token', 'pin', 'key' \], safeToRepeat: true \}/)
  expect(facts).toContain("composed: { input: 'none', result: 'content', secrets: [], safeToRepeat: false }")
  expect(facts).toContain("brandNew: { name: 'BrandNew', supported: false }")
}, 60_000)

const query = (fields: object) => [{ name: 'a', in: 'query', schema: { type: 'string' }, ...fields }]

test.each<[string, Change, string]>([
  ['a reserved word as operationId', withOperations({ delete: {} }), 'the operationId "delete" cannot name a method'],
  ['an operationId that is no name', withOperations({ 'get-it': {} }), 'the operationId "get-it" cannot name a method'],
  [
    'successes of two kinds',
    withOperations({
      other: { responses: { 200: json({ type: 'object', properties: { status, content: {} } }), 202: json({}) } },
    }),
    'other: the success 200 gives the content and 202 the body',
  ],
  [
    'one name for two parameters',
    (changed) => {
      changed.paths['/other/{a}'] = {
        get: operation({ parameters: [...query({}), { name: 'a', in: 'path', required: true, schema: { type: 'string' } }] }),
      }
    },
    'a path and a query parameter named a',
  ],
  [
    'a style that the runtime does not write',
    withOperations({
      other: {
        parameters: query({ style: 'spaceDelimited', explode: false, schema: { type: 'array', items: { type: 'string' } } }),
      },
    }),
    'other: the query parameter a (style spaceDelimited, explode false)',
  ],
  [
    'an object as parameter',
    withOperations({ other: { parameters: query({ schema: { type: 'object' } }) } }),
    'other: the query parameter a (object)',
  ],
  [
    'a scheme that is no key in a header',
    (changed) => {
      changed.components.securitySchemes.ClientId = { type: 'http', scheme: 'bearer' }
    },
    'Security scheme ClientId is not an API key in a header',
  ],
])(
  '%s is refused with its place',
  (_, change, message) => {
    const { status, printed } = generate(change)
    expect(printed).toContain(message)
    expect(status).not.toBe(0)
  },
  60_000,
)
