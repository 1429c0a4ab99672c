import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listScenarios, startMockServer } from '../src/index.js'

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
    'itself.yaml',
    'openapi: 3.1.0\nx: &x\n  y: [*x]\n',
    /itself\.yaml contains itself at #\/x\/y\/0\. Refer to what repeats with "\$ref"\.$/,
  ],
  [
    'deep.json',
    `{"openapi":"3.1.0","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    /deep\.json is nested more than 250 levels deep/,
  ],
  ['deep.yaml', `openapi: 3.1.0\nx: ${'['.repeat(1000)}${']'.repeat(1000)}\n`, /deep\.yaml is nested more than 250 levels deep/],
  [
    'key.yaml',
    'openapi: 3.1.0\n? [a, b]\n: 1\n',
    /key\.yaml is not valid YAML at line 2, column 3: .*all keys must be strings\. /,
  ],
  [
    'circle.yaml',
    `${operationWith("200: { $ref: '#/components/responses/A' }")}components:\n  responses:\n    A: { $ref: '#/components/responses/B' }\n    B: { $ref: '#/components/responses/A' }\n`,
    /circle\.yaml, #\/paths\/~1a\/get\/responses\/200: the \$ref "#\/components\/responses\/\w" leads back to itself/,
  ],
  [
    'slash.yaml',
    operationWith('200: { description: x }').replace('/a:', 'a/b:'),
    /slash\.yaml, GET a\/b: the path does not begin with a slash\. Write "\/a\/b"\./,
  ],
  ...['100', '1XX', '4xx', '20', '600', 'ok', 'Default'].map(
    (key) =>
      [
        `key-${key}.yaml`,
        operationWith(`${key}: { description: x }`),
        new RegExp(`key-${key}\\.yaml, GET /a: the response key "${key}" cannot be answered with\\. Write a status`),
      ] as const,
  ),
  [
    'no-responses.yaml',
    operationWith('').replace('responses', 'x-responses'),
    /no-responses\.yaml, GET \/a: there are no responses/,
  ],
  [
    'empty-responses.yaml',
    operationWith('x-note: 1'),
    /empty-responses\.yaml, GET \/a: there are no responses\. Describe at least one/,
  ],
  ...(
    [
      ['{ Key: [] }', 'it is not a list of objects'],
      ['[Key]', 'it is not a list of objects'],
      ['null', 'it is not a list of objects'],
      ['[{ Nope: [] }]', 'there is no security scheme "Nope" of a known type. Describe it under #/components/securitySchemes'],
      ['[{ toString: [] }]', 'there is no security scheme "toString"'],
      ['[{}, { Odd: [] }]', 'there is no security scheme "Odd"'],
    ] as const
  ).flatMap(([security, problem], index) => {
    const schemes = 'components: { securitySchemes: { Odd: { type: apikey } } }\n'
    const plain = operationWith('200: { description: x }')
    return [
      [
        `security-${index}.yaml`,
        `${plain}${schemes}security: ${security}\n`,
        `security-${index}.yaml, #/security: ${problem}`,
      ] as const,
      [
        `own-security-${index}.yaml`,
        `${plain.replace('get:', `get:\n      security: ${security}`)}${schemes}`,
        `own-security-${index}.yaml, GET /a, "security": ${problem}`,
      ] as const,
    ]
  }),
  [
    'status.yaml',
    operationWith(
      'default: { description: x, content: { application/json: { examples: { a: { x-http-status: many, value: 1 } } } } }',
    ),
    /The example "a" of GET \/a, under "default", has an x-http-status that is not a number from 200 to 599/,
  ],
] satisfies (readonly [string, string, RegExp | string])[])('%s', ([name, content, message]) => {
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
  for (const address of ['https://example.com/a.yaml', 'file://host/x', 'file:///a%2Fb']) {
    for (const document of [address, new URL(address)]) {
      await expect(startMockServer({ document })).rejects.toMatchObject({
        name: 'MockServerError',
        code: 'invalid-document',
        message: `The document ${address} is not a file of this machine. Give the path of one, downloaded if need be.`,
      })
    }
  }
  await expect(startMockServer({ document: { openapi: () => '3.1.0' } })).rejects.toThrow('not plain data')
  await expect(startMockServer({ document: {} })).rejects.toThrow('The given object is not an OpenAPI document')
})
