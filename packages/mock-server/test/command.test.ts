import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, type ExpectStatic, expect, test } from 'vitest'
import { listScenarios, startMockServer } from '../src/index.js'
import { namedExamples, namesOf, send, validBody } from './mesh-request.js'
import { twoOperations } from './two-operations.js'

// The command as it is published: what the build made, by a Node of its own.
const command = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const sh = promisify(execFile)

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

async function run(...args: string[]): Promise<Ended> {
  return started(args).ended
}

interface Started {
  process: ChildProcessWithoutNullStreams
  /** The first line of the output that fits. */
  line(pattern: RegExp): Promise<string>
  stdout(): string
  ended: Promise<Ended>
}

function started(args: string[]): Started {
  const process = spawn(globalThis.process.execPath, [command, ...args])
  let stdout = ''
  let stderr = ''
  process.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk
  })
  process.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  const lines = createInterface(process.stdout)
  const ended = new Promise<Ended>((resolve, reject) => {
    process.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }))
  })
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const seen = stdout.split('\n').find((text) => pattern.test(text))
      if (seen !== undefined) resolve(seen)
      lines.on('line', (text) => pattern.test(text) && resolve(text))
      ended.then(() => reject(new Error(`The command ended: ${stderr}`)), reject)
    })
  return { process, line, stdout: () => stdout, ended }
}

async function serving(...args: string[]): Promise<Started & { url: string }> {
  const server = started(['--port', '0', ...args])
  const url = /http:\S+?(?=,|$)/.exec(await server.line(/ listens on /))?.[0] ?? ''
  return { ...server, url }
}

// The shell is real, so that quoting is; curl itself may be missing on the machine.
const curl = `#!${process.execPath}
const { parseArgs } = require('node:util')
const option = (short, type, multiple = false) => ({ type, short, multiple })
const { values, positionals } = parseArgs({
  options: { silent: option('s', 'boolean'), show: option('S', 'boolean'), method: option('X', 'string'), header: option('H', 'string', true), data: option('d', 'string') },
  allowPositionals: true,
})
const headers = (values.header ?? []).map((header) => header.split(/: (.*)/, 2))
fetch(positionals[0], { method: values.method ?? 'GET', headers, body: values.data }).then(async (response) => {
  console.log(await response.text())
  console.log(response.status)
})
`

let folder: string
let things: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mesh-mock-'))
  things = join(folder, 'things.json')
  await writeFile(join(folder, 'curl'), curl, { mode: 0o755 })
  await writeFile(things, JSON.stringify(twoOperations))
})
afterAll(() => rm(folder, { recursive: true }))

test('serves, logs one line a request without anything secret, and ends with 0 on SIGINT', async () => {
  const server = await serving()
  expect((await send(server.url)).status).toBe(200)
  expect((await send(server.url, { path: '/nope?key=example-secret' })).status).toBe(404)
  expect(await server.line(/nope/)).toMatch(/^POST \/nope → 404 {2}\d+ ms$/)
  server.process.kill('SIGINT')
  const { code, stdout, stderr } = await server.ended
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^POST \/api\/v1\/balance\/get → 200 {2}\d+ ms$/m)
  expect(stdout).not.toContain('example-secret')
  // Only the example to paste, which is the document's, holds a token.
  expect(stdout.replace(/^curl [\s\S]*?\n\n/m, '')).not.toContain(validBody.authToken)
})

test('prints where the reference page is', async () => {
  const server = await serving()
  const [, address = ''] = /^Reference, .*: (http.*)$/.exec(await server.line(/^Reference/)) ?? []
  expect(await (await fetch(address)).text()).toMatch(/^<!doctype html>/)
  server.process.kill('SIGTERM')
  await server.ended
})

test('speaks of no reference page where the document has its own paths there', async () => {
  const file = join(folder, 'docs.json')
  const paths = { '/docs': { get: { responses: { 200: { description: 'Own' } } } } }
  await writeFile(file, JSON.stringify({ openapi: '3.1.0', info: { title: 'Own', version: '1' }, paths }))
  const server = await serving('--document', file)
  server.process.kill('SIGTERM')
  expect((await server.ended).stdout).not.toContain('Reference')
})

test('ends with 0 on SIGTERM, with a connection open', async () => {
  const server = await serving()
  await (await send(server.url)).text()
  server.process.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
})

/** Answered without a fault: what was sent before it on other connections has arrived by then. */
const preflight = { method: 'OPTIONS', headers: { Origin: 'http://a', 'Access-Control-Request-Method': 'POST' }, body: null }

test('finishes the answers under way, and takes no more', async () => {
  const server = await serving('--fault', 'latency=600')
  const pending = [send(server.url), send(server.url)]
  await send(server.url, preflight)
  server.process.kill('SIGTERM')
  expect((await Promise.all(pending)).map(({ status }) => status)).toEqual([200, 200])
  expect((await server.ended).code).toBe(0)
  await expect(send(server.url)).rejects.toThrow('fetch failed')
})

test.for([
  ['a second signal ends it at once', 'latency=999999999', true],
  ['a stall does not keep it from ending', 'stall', false],
] as const)('%s', async ([, fault, again]) => {
  const server = await serving('--fault', fault)
  const pending = send(server.url).catch((error: unknown) => error)
  await send(server.url, preflight)
  server.process.kill('SIGINT')
  if (again) {
    const isListening = () =>
      fetch(server.url).then(
        () => true,
        () => false,
      )
    while (await isListening());
    server.process.kill('SIGINT')
  }
  expect((await server.ended).code).toBe(0)
  expect(await pending).toBeInstanceOf(TypeError)
})

test('--json logs the start and each request in a line of JSON', async () => {
  const server = started(['--port', '0', '--json', '--scenario', 'locked', '--fault', 'fail=1#x; latency=1', '--seed', '7'])
  const begin = JSON.parse(await server.line(/"event":"start"/))
  expect(begin).toMatchObject({ scenario: 'locked', faults: ['fail=1#x; latency=1'], seed: '7', dynamic: false })
  expect([begin.docs, begin.curl]).toEqual([`${begin.url}/docs`, expect.stringContaining(`curl -sS -X POST ${begin.url}/`)])
  await send(begin.url)
  await send(begin.url, { body: '{}' })
  await server.line(/"httpStatus":400/)
  server.process.kill('SIGTERM')
  const [, ...requests] = (await server.ended).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const common = { event: 'request', method: 'POST', path: '/api/v1/balance/get' }
  expect(requests).toMatchObject([
    { ...common, httpStatus: 500, scenario: 'server-failure', faults: ['fail=1#x', 'latency=1'], violations: [] },
    { ...common, httpStatus: 400, faults: ['latency=1'], violations: [{ code: 'required' }, { code: 'required' }] },
  ])
})

test('what is sent cannot steer a terminal', async () => {
  const server = await serving()
  await send(server.url, { body: JSON.stringify({ ...validBody, authToken: 'fault:fail=1#\u001b[31m' }) })
  await server.line(/ → 500 /)
  server.process.kill('SIGTERM')
  expect((await server.ended).stdout).not.toContain('\u001b')
})

test('--dynamic and --seed give the same answers at each start, and say the seed', async () => {
  const texts = await Promise.all(
    ['7', '7', '8'].map(async (seed) => {
      const server = await serving('--dynamic', '--seed', seed)
      expect(server.stdout()).toContain(`, dynamic, seed ${seed}\n`)
      const text = await (await send(server.url)).text()
      server.process.kill('SIGTERM')
      await server.ended
      return text
    }),
  )
  expect(texts[1]).toBe(texts[0])
  expect(texts[2]).not.toBe(texts[0])
})

test('--watch reads the document again, and keeps the last good one while it is broken', async () => {
  const path = join(folder, 'watched.json')
  const other = (value: string) => JSON.stringify(twoOperations).replaceAll('[1]', JSON.stringify([value]))
  await writeFile(path, other('first'))
  const server = await serving('--document', path, '--watch')
  const body = async () => (await send(server.url, { method: 'GET', path: '/things', headers: {}, body: null })).text()
  expect(await body()).toBe('["first"]')
  await writeFile(path, other('second, and longer'))
  await server.line(/^read the document again$/)
  expect(await body()).toBe('["second, and longer"]')
  await writeFile(path, '{')
  expect(await server.line(/^not read again: /)).toMatch(/watched\.json is not valid JSON: .* Correct it there\./)
  expect(await body()).toBe('["second, and longer"]')
  server.process.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
})

const secured = {
  openapi: '3.1.0',
  info: { title: 'Secured', version: '1' },
  paths: {
    '/needs-a-body-nobody-knows': { post: { requestBody: { required: true }, responses: { 204: { description: 'Done' } } } },
    '/a/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'x y' }],
      put: {
        security: [{ Key: [], Token: [] }],
        parameters: [
          { name: 'q', in: 'query', required: true, schema: { type: 'string', enum: ['one', 'two'] } },
          {
            name: 'X-Trace',
            in: 'header',
            required: true,
            schema: { type: 'string', minLength: 3 },
            examples: { it: { value: "it's" } },
          },
        ],
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'string' }, example: "it's $HOME" } } },
        responses: { 200: { description: 'Fine', content: { 'application/json': { examples: { fine: { value: [1] } } } } } },
      },
    },
  },
  components: {
    securitySchemes: { Key: { type: 'apiKey', in: 'query', name: 'key' }, Token: { type: 'http', scheme: 'bearer' } },
  },
}

test.for([
  // Whichever operation comes first in it.
  ['Mesh', undefined, /\n2\d\d\n$/],
  ['an operation without a body', twoOperations, /^\[1\]\n200\n$/],
  ['parameters, security and quotes', secured, /^\[1\]\n200\n$/],
] as const)('the curl to paste works: %s', async ([name, document, answer]) => {
  const path = join(folder, `${name}.json`)
  await writeFile(path, JSON.stringify(document ?? null))
  const server = await serving(...(document ? ['--document', path] : []))
  await server.line(/^curl /)
  const pasted = /^curl [\s\S]*?(?=\n\n)/m.exec(server.stdout())?.[0] ?? ''
  const { stdout } = await sh('sh', ['-c', pasted], { env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` } })
  expect(stdout).toMatch(answer)
  server.process.kill('SIGTERM')
  await server.ended
})

// One of each HTTP status, because a process takes its time; scenarios.test.ts asks for every one.
const oneOfEachStatus = namedExamples.filter(
  ({ httpStatus }, index) => namedExamples.findIndex((other) => other.httpStatus === httpStatus) === index,
)

test.concurrent.for(oneOfEachStatus)('--scenario $name', async ({ name, httpStatus, value }, { expect }) => {
  const server = await serving('--scenario', name)
  const response = await send(server.url)
  expect(response.status).toBe(httpStatus)
  expect(await response.json()).toEqual(value)
  server.process.kill('SIGTERM')
  await server.ended
})

test('--host', async () => {
  const server = await serving('--host', '::1')
  expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/)
  expect((await send(server.url)).status).toBe(200)
  server.process.kill('SIGTERM')
  await server.ended
})

test('--list prints every scenario with HTTP status and meaning', async () => {
  const { code, stdout, stderr } = await run('--list')
  expect([code, stderr]).toEqual([0, ''])
  const lines = stdout.trimEnd().split('\n')
  const scenarios = await listScenarios()
  expect(lines.filter((line) => !line.startsWith(' '))).toEqual([...new Set(scenarios.map(({ operationId }) => operationId))])
  const spaced = (text: string) => text.trim().replace(/ +/g, ' ')
  expect(lines.filter((line) => line.startsWith(' ')).map(spaced)).toEqual(
    scenarios.map(({ name, httpStatus, summary }) => spaced(`${name} ${httpStatus} ${summary}`)),
  )
})

test('--list --document lists by operation', async () => {
  expect((await run('--list', '--document', things)).stdout).toBe(
    [
      'listThings',
      '  one   200  One thing',
      '  busy  503',
      'POST /things/{id}',
      '  plain   201',
      '  busy    409  Try later',
      '  teapot  418',
      '  broken  500',
      '',
    ].join('\n'),
  )
})

test('--help names every option and exit code; --version is that of the package', async () => {
  const { code, stdout } = await run('--help')
  expect(code).toBe(0)
  const options = 'port host document watch scenario dynamic fault seed json list help version'.split(' ')
  for (const option of options) expect(stdout).toContain(`  --${option} `)
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(130)
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  expect(await run('--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
})

test('a reader that leaves is no error', async () => {
  const { process, ended } = started(['--list'])
  process.stdout.destroy()
  expect(await ended).toEqual({ code: 0, stdout: '', stderr: '' })
})

describe.concurrent('what cannot work ends with one line and an exit code', () => {
  function expectOneLine(expect: ExpectStatic, { code, stdout, stderr }: Ended, expectedCode: number, message: RegExp): void {
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^mesh-mock: [^\n]+\n$/)
    expect([code, stdout]).toEqual([expectedCode, ''])
  }

  test('a port in use', async ({ expect }) => {
    await using mock = await startMockServer()
    const port = new URL(mock.url).port
    expectOneLine(
      expect,
      await run('--port', port),
      1,
      new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is in use\\. Stop what uses it, or choose`),
    )
  })

  test('the default port in use', async ({ expect }) => {
    const holder = createServer()
    // Whoever holds it already does as well.
    await new Promise<void>((resolve) => holder.once('error', () => resolve()).listen(4010, '127.0.0.1', resolve))
    expectOneLine(expect, await run(), 1, /Port 4010 on 127\.0\.0\.1 is in use/)
    holder.close()
  })

  test.for([
    [2, /Unknown option '--nope'\. "mesh-mock --help" lists the options\./, ['--nope']],
    [2, /Unexpected argument 'extra'\. "mesh-mock --help"/, ['extra']],
    [2, /Option '--port <value>' argument missing\. "mesh-mock --help"/, ['--port']],
    [2, /The port "abc" is not a number from 0 to 65535/, ['--port', 'abc']],
    [2, /The port "70000" is not a number from 0 to 65535/, ['--port', '70000']],
    [2, /The port "-1" is not a number from 0 to 65535/, ['--port=-1']],
    [2, /The port "" is not a number from 0 to 65535/, ['--port=']],
    [2, /^mesh-mock: The host is empty\. Give an address/, ['--host', '']],
    [2, /The host is empty/, ['--host=']],
    [2, /There is no file to watch\. Give one with --document/, ['--watch']],
    [2, /The fault "explode" is not understood\. Known are: latency=<ms>/, ['--fault', 'reset', '--fault', 'explode']],
    [2, /There is no scenario "nope"\. Known are: /, ['--fault', 'fail=2:nope']],
    [2, /Option '--scenario' argument is ambiguous\. "mesh-mock --help"/, ['--scenario', '--list']],
    [1, /absent\.yaml: there is no such file\. Give the path of an OpenAPI 3 document/, ['--document', 'absent.yaml']],
    [1, /absent\.yaml: there is no such file/, ['--list', '--document', 'absent.yaml']],
    [1, /The host 192\.0\.2\.1 is not an address of this machine/, ['--host', '192.0.2.1', '--port', '0']],
  ] satisfies [number, RegExp, string[]][])('%i %s', async ([code, message, args], { expect }) => {
    expectOneLine(expect, await run(...args), code, message)
  })

  test.for([[], ['--list']])('an unknown scenario %s', async (args, { expect }) => {
    const { code, stdout, stderr } = await run(...args, '--scenario', 'nope')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(`mesh-mock: There is no scenario "nope". Known are: ${namesOf(await listScenarios())}.\n`)
  })

  test.for([
    ['broken.yaml', 'openapi: 3.1.0\npaths:\n  - a: b\n c: d\n', /is not valid YAML at line 4/],
    ['broken.json', '{', /is not valid JSON/],
    ['other.yaml', 'hello: world\n', /is not an OpenAPI document/],
    [
      'ref.yaml',
      "openapi: 3.1.0\npaths: { /a: { get: { responses: { 200: { $ref: '#/nope' } } } } }\n",
      /\$ref that leads nowhere/,
    ],
    // Node would print a warning for such a key.
    [
      'key.yaml',
      'openapi: 3.1.0\npaths: {}\n? [a, b]\n: 1\n',
      /is not valid YAML at line 3, column 3: .*keys must be strings\. Correct/,
    ],
    [
      'schema.yaml',
      "openapi: 3.1.0\npaths: { /a: { get: { responses: { 200: { content: { text/plain: { schema: { pattern: '((' } } } } } } } }\n",
      /The schema of the response "200", "text\/plain", of GET \/a .* Correct it there\.$/m,
    ],
    ['empty.yaml', 'openapi: 3.1.0\npaths: {}\n', /has no operations/],
  ] as const)('%s', async ([name, content, message], { expect }) => {
    await writeFile(join(folder, name), content)
    expectOneLine(expect, await run('--document', join(folder, name)), 1, message)
  })
})
