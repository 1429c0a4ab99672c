import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { startMockServer } from '@mesh-balance/mock-server'
import { document } from '@mesh-balance/openapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Package from '../src/index.js'
import { contractOf } from './support/contract.js'
import { clientId, clientSecret } from './support/secrets.js'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))

/** The document with an operation, a parameter in each place, an enum value, a field and examples that it does not have yet. */
const changedDocument = () => {
  // biome-ignore lint/suspicious/noExplicitAny: the document is changed in ways that its literal types do not allow
  const changed: any = structuredClone(document)
  const { schemas, responses } = changed.components
  schemas.InstitutionType.enum.push('brandNewForTest')
  schemas.AccountBalance.properties.readAtForTest = { type: 'string', description: 'When the institution was asked.' }
  const balance = changed.paths['/api/v1/balance/get'].post
  balance.responses['200'].content['application/json'].examples['with-time-for-test'] = {
    summary: 'A field that is new',
    value: { status: 'ok', content: { balances: [], readAtForTest: '2026-01-01T00:00:00Z' } },
  }
  responses.Failure.content['application/json'].examples['goneForTest'] = {
    summary: 'A status that is new',
    'x-http-status': 410,
    value: { status: 'goneForTest', message: 'The account was closed.' },
  }
  schemas.ResultStatus.enum.push('goneForTest')

  const errors = { default: { $ref: '#/components/responses/Failure' } }
  const envelopeOf = (content: unknown) => ({
    type: 'object',
    properties: { status: { $ref: '#/components/schemas/ResultStatus' }, content },
  })
  const answer = (schema: unknown, name: string, value: unknown) => ({
    200: { description: 'Done.', content: { 'application/json': { schema, examples: { [name]: { summary: name, value } } } } },
    ...errors,
  })
  changed.paths['/for-test/accounts/{accountId}/holdings'] = {
    get: {
      operationId: 'readHoldingsForTest',
      summary: 'Get holdings',
      tags: ['Balance'],
      parameters: [
        { name: 'accountId', in: 'path', required: true, schema: { type: 'string' }, example: 'account 1' },
        { name: 'limit', in: 'query', schema: { type: 'integer' }, example: 2 },
      ],
      responses: answer(
        envelopeOf({ type: 'object', properties: { symbols: { type: 'array', items: { type: 'string' } } } }),
        'two-holdings-for-test',
        { status: 'ok', content: { symbols: ['BTC', 'ETH'] } },
      ),
    },
    put: {
      operationId: 'renameAccountForTest',
      summary: 'Rename an account',
      tags: ['Balance'],
      parameters: [{ name: 'accountId', in: 'path', required: true, schema: { type: 'string' }, example: 'a1' }],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
            examples: { savings: { value: { name: 'Savings' } } },
          },
        },
      },
      responses: answer({ type: 'object', properties: { renamed: { type: 'boolean' } } }, 'renamed-for-test', { renamed: true }),
    },
  }
  changed.paths['/for-test/health'] = {
    get: {
      operationId: 'readHealthForTest',
      summary: 'Get health',
      tags: ['Balance'],
      security: [],
      responses: answer({ $ref: '#/components/schemas/ApiResult' }, 'healthy-for-test', { status: 'ok', message: 'fine' }),
    },
  }
  return changed
}

/** Misuse of the new methods must not compile, and their right use must. */
const uses = `
import { createMeshClient } from './src/index.js'
const mesh = createMeshClient()
const holdings: { symbols?: string[] } = await mesh.readHoldingsForTest({ accountId: 'a1', limit: 2 })
await mesh.readHoldingsForTest({ accountId: 'a1' })
// @ts-expect-error the account is required
await mesh.readHoldingsForTest({ limit: 2 })
const { renamed }: { renamed?: boolean } = await mesh.renameAccountForTest({ path: { accountId: 'a1' }, body: { name: 'Savings' } })
// @ts-expect-error the body is required
await mesh.renameAccountForTest({ path: { accountId: 'a1' } })
const { status } = await mesh.readHealthForTest()
const { readAtForTest } = await mesh.getBalance({ authToken: 'a', type: 'brandNewForTest' }, { timeout: 1000 })
export { holdings, renamed, status, readAtForTest }
`

describe('a change of the document alone changes client, mock and contract tests', () => {
  const changed = changedDocument()
  let folder: string
  let changedPackage: typeof Package

  const run = (command: string, ...args: string[]) => {
    const env = { ...process.env, OPENAPI_INPUT: 'document.json' }
    // By its place, because an editor that runs this test may not have the package's commands in its path.
    const { status, stdout, stderr } = spawnSync(join(packageFolder, 'node_modules/.bin', command), args, {
      cwd: folder,
      env,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })
    expect(stdout + stderr).not.toMatch(/error/i)
    expect(status).toBe(0)
  }

  beforeAll(async () => {
    // Inside the package, so that the packages that it uses are found.
    folder = mkdtempSync(join(packageFolder, 'changed-'))
    for (const name of ['src', 'codegen', 'openapi-ts.config.ts', 'package.json']) {
      cpSync(join(packageFolder, name), join(folder, name), { recursive: true })
    }
    symlinkSync(join(packageFolder, 'node_modules'), join(folder, 'node_modules'), 'junction')
    const compilerOptions = { rootDir: '.', outDir: 'dist' }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../tsconfig.build.json', compilerOptions, files: ['uses.ts'] }),
    )
    writeFileSync(join(folder, 'uses.ts'), uses)
    writeFileSync(join(folder, 'document.json'), JSON.stringify(changed))
    run('openapi-ts')
    run('tsc')
    changedPackage = await import(pathToFileURL(join(folder, 'dist/src/index.js')).href)
  }, 180_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('every operation is a method', () => {
    const mesh = changedPackage.createMeshClient({ clientId, clientSecret })
    expect(Object.keys(mesh)).toEqual(
      expect.arrayContaining(['getBalance', 'readHealthForTest', 'readHoldingsForTest', 'renameAccountForTest']),
    )
  })

  test('every example comes back through the mock, the new ones too', async () => {
    await using mock = await startMockServer({ document: changed })
    const mesh = changedPackage.createMeshClient({ clientId, clientSecret, baseUrl: mock.url, retry: false })
    const methods = mesh as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
    const cases = contractOf(changed)
    expect(cases.map(({ scenario }) => scenario)).toEqual(
      expect.arrayContaining([
        'with-time-for-test',
        'goneForTest',
        'two-holdings-for-test',
        'renamed-for-test',
        'healthy-for-test',
      ]),
    )
    for (const { operationId, args, scenario, result, error } of cases) {
      mock.use(scenario)
      const outcome = await methods[operationId]?.(...args).catch((reason: unknown) => reason)
      if (error === undefined) expect(outcome).toEqual(result)
      else expect(outcome).toBeInstanceOf(Reflect.get(changedPackage, error) ?? changedPackage.MeshApiError)
    }
  })

  test('a new enum value is taken by the mock, and one that is not in the document is not', async () => {
    await using mock = await startMockServer({ document: changed })
    const mesh = changedPackage.createMeshClient({ clientId, clientSecret, baseUrl: mock.url })
    const read = (type: string) => mesh.getBalance({ authToken: 'a', type: changedPackage.unlistedInstitution(type) })
    await expect(read('brandNewForTest')).resolves.toHaveProperty('balances')
    await expect(read('brandOld')).rejects.toBeInstanceOf(changedPackage.BadRequestError)
  })

  test('parameters travel in their places, and credentials only where the document asks for them', async () => {
    const sent: { url: string; init: RequestInit | undefined }[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      sent.push({ url: String(input), init })
      return Response.json({ status: 'ok', content: {}, renamed: true })
    }
    const mesh = changedPackage.createMeshClient({ clientId, clientSecret, fetch, baseUrl: 'https://mesh.example' })
    const methods = mesh as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
    await methods['readHoldingsForTest']?.({ accountId: 'a/1', limit: 2 })
    await methods['renameAccountForTest']?.({ path: { accountId: 'a1' }, body: { name: 'Savings' } })
    await methods['readHealthForTest']?.()
    expect(sent.map(({ url, init }) => `${init?.method} ${url}`)).toEqual([
      'GET https://mesh.example/for-test/accounts/a%2F1/holdings?limit=2',
      'PUT https://mesh.example/for-test/accounts/a1/holdings',
      'GET https://mesh.example/for-test/health',
    ])
    expect(sent.map(({ init }) => init?.body)).toEqual([null, '{"name":"Savings"}', null])
    expect(sent.map(({ init }) => new Headers(init?.headers).has('x-client-secret'))).toEqual([true, true, false])
  })
})
