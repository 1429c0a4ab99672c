import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { document } from '@mesh-balance/openapi'
import { describe, expect, test } from 'vitest'
import { createMockFetch, type HandledRequest, startMockServer } from '../src/index.js'
import { balancePath, credentials, json, namedExamples, send } from './mesh-request.js'
import { twoOperations } from './two-operations.js'

// biome-ignore lint/suspicious/noExplicitAny: documents are plain data here.
type Data = any

const get = { method: 'GET', headers: {}, body: null }

async function referenceOf(url: string): Promise<Data> {
  return (await send(url, { ...get, path: '/docs/openapi.json' })).json()
}

describe('the page', () => {
  test('is HTML that loads nothing but what the mock serves', async () => {
    await using mock = await startMockServer()
    expect(mock.docs).toBe(`${mock.url}/docs`)
    const response = await send(mock.url, { ...get, path: '/docs' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const html = await response.text()
    expect(html).toContain(`<title>${document.info.title}</title>`)
    expect(html).not.toMatch(/https?:/)
    const loaded = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '')
    expect(loaded).not.toEqual([])
    for (const path of loaded) {
      const asset = await send(mock.url, { ...get, path })
      expect([path, asset.status, asset.headers.get('content-type')]).toEqual([path, 200, 'text/javascript; charset=utf-8'])
      expect((await asset.text()).length).toBeGreaterThan(0)
    }
  })

  test.for(['/docs', '/docs/openapi.json', '/docs/scalar.js', '/docs/start.js'])('%s keeps the browser in', async (path) => {
    await using mock = await startMockServer()
    const { headers } = await send(mock.url, { ...get, path })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')

    const head = await send(mock.url, { ...get, method: 'HEAD', path })
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    const { date, connection, 'keep-alive': _, ...expected } = Object.fromEntries(headers)
    expect(Object.fromEntries(head.headers)).toMatchObject(expected)
  })

  test('is found with a slash and a query, too', async () => {
    await using mock = await startMockServer()
    const html = await (await send(mock.url, { ...get, path: '/docs' })).text()
    for (const path of ['/docs/', '/docs?a=b']) expect(await (await send(mock.url, { ...get, path })).text()).toBe(html)
  })

  test('can be read only', async () => {
    await using mock = await startMockServer()
    const response = await send(mock.url, { path: '/docs' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect(await response.json()).toMatchObject({ detail: '/docs has GET and HEAD only.' })
  })

  test('has nothing else below it', async () => {
    await using mock = await startMockServer()
    const other = await send(mock.url, { ...get, path: '/other/path' })
    const below = await send(mock.url, { ...get, path: '/docs/path' })
    expect([below.status, await below.text()]).toEqual([404, (await other.text()).replaceAll('/other/', '/docs/')])
  })

  test('is neither recorded nor logged', async () => {
    const handled: HandledRequest[] = []
    await using mock = await startMockServer({ onRequest: (request) => handled.push(request) })
    for (const path of ['/docs', '/docs/openapi.json', '/docs/scalar.js']) await (await send(mock.url, { ...get, path })).text()
    expect([mock.requests, handled]).toEqual([[], []])
    await send(mock.url)
    expect([mock.requests.length, handled.length]).toEqual([1, 1])
  })

  test('escapes what the document says', async () => {
    const title = `</title><script>alert("1 & 2")</script>'`
    await using mock = await startMockServer({ document: { ...twoOperations, info: { title, version: '1' } } })
    const html = await (await send(mock.url, { ...get, path: '/docs' })).text()
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html).toContain('<title>&#60;/title&#62;&#60;script&#62;alert(&#34;1 &#38; 2&#34;)&#60;/script&#62;&#39;</title>')
  })

  test('is not there without a socket', async () => {
    const fetch = await createMockFetch()
    expect((await fetch('https://mock.example/docs')).status).toBe(404)
  })
})

describe('a path of the document', () => {
  const pong = { 200: { description: 'Fine', content: { 'application/json': { examples: { pong: { value: 'pong' } } } } } }

  test.for(['/docs', '/docs/openapi.json', '/{page}', '/docs/{page}'])('%s wins over the page', async (path) => {
    const info = { title: 'Own', version: '1' }
    await using mock = await startMockServer({
      document: { openapi: '3.1.0', info, paths: { [path]: { get: { responses: pong } } } },
    })
    const own = path.replace('{page}', path === '/{page}' ? 'docs' : 'openapi.json')
    expect(await (await send(mock.url, { ...get, path: own })).json()).toBe('pong')
    expect(mock.docs).toBeUndefined()
    expect((await send(mock.url, { ...get, path: '/docs/start.js' })).headers.has('content-security-policy')).toBe(false)
  })

  test.for(['/docs/other', '/docsx', '/{page}/x/y', '/d.cs'])('%s leaves the page where it is', async (path) => {
    const info = { title: 'Own', version: '1' }
    await using mock = await startMockServer({
      document: { openapi: '3.1.0', info, paths: { [path]: { get: { responses: pong } } } },
    })
    expect((await send(mock.url, { ...get, path: '/docs' })).headers.get('content-type')).toBe('text/html; charset=utf-8')
  })
})

describe('the renderer', () => {
  const bundle = readFileSync(fileURLToPath(new URL('browser/standalone.js', import.meta.resolve('@scalar/api-reference'))))

  test.for([
    ['br', true],
    ['gzip, br;q=0.5', true],
    ['gzip', false],
    ['br;q=0', false],
    ['br;q=0.0, gzip', false],
    ['identity', false],
  ] as const)('comes as the client takes it: %s', async ([acceptEncoding, isCompressed]) => {
    await using mock = await startMockServer()
    const { headers, body } = await new Promise<{ headers: Data; body: Buffer }>((resolve, reject) => {
      request(`${mock.url}/docs/scalar.js`, { headers: { 'accept-encoding': acceptEncoding } }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk)).on('error', reject)
        response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }))
      }).end()
    })
    expect(headers).toMatchObject({ vary: 'Accept-Encoding', 'content-length': String(body.byteLength) })
    expect(headers['content-encoding']).toBe(isCompressed ? 'br' : undefined)
    expect((isCompressed ? brotliDecompressSync(body) : body).equals(bundle)).toBe(true)
  })

  test('is in the package with its licence, and nothing has to be installed for it', () => {
    const root = fileURLToPath(new URL('..', import.meta.url))
    const shell = process.platform === 'win32'
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: root, encoding: 'utf8', shell }))
    const paths = packed.files.map((file: { path: string }) => file.path)
    expect(paths).toEqual(expect.arrayContaining(['dist/reference-page/scalar.js.br', 'dist/reference-page/scalar-license.txt']))
    expect(packed.size).toBeLessThan(1_500_000)
    expect(Object.keys(JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).dependencies).join()).not.toContain('scalar')
  })
})

describe('the document of the page', () => {
  test('is the given one, but for the servers and the choice of scenarios', async () => {
    await using mock = await startMockServer()
    const shown = await referenceOf(mock.url)
    const { servers, ...given }: Data = structuredClone(document)
    expect(shown.info.description.endsWith(given.info.description)).toBe(true)
    shown.info.description = given.info.description
    for (const [path, item] of Object.entries<Data>(shown.paths)) {
      for (const [method, operation] of Object.entries<Data>(item)) {
        const original = given.paths[path][method]
        operation.parameters = operation.parameters.filter((parameter: Data) => parameter.name !== 'Prefer')
        if (operation.parameters.length === 0 && original.parameters === undefined) delete operation.parameters
        for (const content of Object.values<Data>(operation.requestBody?.content ?? {})) {
          content.examples = Object.fromEntries(
            Object.entries(content.examples).filter(([name]) => !name.startsWith('scenario:')),
          )
        }
      }
    }
    expect(shown).toEqual(given)
  })

  test('has each scenario as a value of the header Prefer, and as an example of the body', async () => {
    await using mock = await startMockServer()
    const { post } = (await referenceOf(mock.url)).paths[balancePath]
    const prefer = post.parameters.find((parameter: Data) => parameter.name === 'Prefer')
    const { examples } = post.requestBody.content['application/json']
    const [first] = Object.values<Data>(examples)
    expect(first.value.authToken).not.toMatch(/^scenario:/)
    for (const [index, { name, httpStatus, summary, value }] of namedExamples.entries()) {
      const preference: string = prefer.schema.enum[index]
      expect(prefer.schema['x-enumDescriptions'][preference]).toBe(`${httpStatus} ${summary}`)
      const byHeader = await send(mock.url, { headers: { ...credentials, ...json, Prefer: preference } })
      expect([byHeader.status, await byHeader.json()]).toEqual([httpStatus, value])
      const byBody = await send(mock.url, { body: JSON.stringify(examples[`scenario:${name}`].value) })
      expect([byBody.status, await byBody.json()]).toEqual([httpStatus, value])
    }
    expect(prefer.schema.enum).toHaveLength(namedExamples.length)
    expect(mock.requests.map(({ scenario }) => scenario)).toEqual(namedExamples.flatMap(({ name }) => [name, name]))
  })

  test('is made for any operation', async () => {
    await using mock = await startMockServer({ document: twoOperations })
    const { paths } = await referenceOf(mock.url)
    const enumOf = (operation: Data) => operation.parameters.find((each: Data) => each.name === 'Prefer').schema.enum
    expect(enumOf(paths['/things'].get)).toEqual(['example=one', 'example=busy'])
    const { post } = paths['/things/{id}']
    expect(enumOf(post)).toEqual(['example=plain', 'example=busy', 'example=teapot', 'example=broken'])
    // The example has a field `note` that the schema does not know.
    expect(post.requestBody).toEqual((twoOperations as Data).paths['/things/{id}'].post.requestBody)
  })

  test('has no server but the mock, on any level', async () => {
    const servers = [{ url: 'https://elsewhere.example' }]
    const responses = { 200: { description: 'Fine' } }
    const info = { title: 'Servers', version: '1' }
    const paths = { '/ping': { servers, get: { servers, responses } } }
    await using mock = await startMockServer({ document: { openapi: '3.1.0', info, servers, paths } })
    const shown = await referenceOf(mock.url)
    expect(JSON.stringify(shown)).not.toContain('elsewhere.example')
    expect(shown.paths['/ping'].get).toEqual({ responses })
    expect(shown.info.description).not.toContain('scenario')
  })

  describe('offers scenarios in the body', () => {
    async function examplesFor(properties: object, content: object): Promise<Data> {
      const schema = { type: 'object', properties }
      const requestBody = { content: { 'application/json': { schema, ...content } } }
      const example = { pong: { value: 'pong' }, 'with "quotes"': { value: 1 }, 'two words': { value: 2 }, é: { value: 3 } }
      const responses = { 200: { description: 'Fine', content: { 'application/json': { examples: example } } } }
      const info = { title: 'Bodies', version: '1' }
      const paths = { '/ping': { post: { requestBody, responses } } }
      await using mock = await startMockServer({ document: { openapi: '3.1.0', info, paths } })
      return (await referenceOf(mock.url)).paths['/ping'].post
    }
    const names = ['pong', 'with "quotes"', 'two words', 'é'].map((name) => `scenario:${name}`)
    const text = { type: 'string' }
    const choice = { type: 'string', enum: ['a'] }

    test('by the secret field, after the own example', async () => {
      const example = { kind: 'a', note: 'b', token: 'c' }
      const { requestBody } = await examplesFor({ kind: choice, note: text, token: { ...text, format: 'password' } }, { example })
      const { examples, ...others } = requestBody.content['application/json']
      expect(Object.keys(examples)).toEqual(['request', ...names])
      expect(examples.request.value).toEqual(example)
      expect(examples['scenario:pong'].value).toEqual({ ...example, token: 'scenario:pong' })
      expect(others).not.toHaveProperty('example')
    })

    test('by the first field that takes any text', async () => {
      const value = { kind: 'a', note: 'b', other: 'c' }
      const { requestBody } = await examplesFor({ kind: choice, note: text, other: text }, { examples: { own: { value } } })
      const { examples } = requestBody.content['application/json']
      expect(Object.keys(examples)).toEqual(['own', ...names])
      expect(examples['scenario:pong'].value).toEqual({ ...value, note: 'scenario:pong' })
    })

    test('and not where no field does', async () => {
      const example = { kind: 'a', short: 'b', code: 'c', day: '2020-01-01', some: 1 }
      const rules = { short: { ...text, maxLength: 3 }, code: { ...text, pattern: '^c' }, day: { ...text, format: 'date' } }
      const { requestBody } = await examplesFor({ kind: choice, ...rules, some: { type: 'integer' } }, { example })
      expect(requestBody.content['application/json']).toMatchObject({ example })
    })

    test('and in the header where it can carry the name', async () => {
      const { parameters } = await examplesFor({}, {})
      expect(parameters[0].schema.enum).toEqual(['example=pong', 'example="two words"'])
    })
  })

  test('keeps a header Prefer that the document has', async () => {
    const parameters = [{ name: 'prefer', in: 'header', schema: { type: 'string' } }]
    const responses = { 200: { description: 'Fine', content: { 'application/json': { examples: { pong: { value: 1 } } } } } }
    const info = { title: 'Prefer', version: '1' }
    await using mock = await startMockServer({
      document: { openapi: '3.1.0', info, paths: { '/ping': { parameters, get: { responses } } } },
    })
    expect((await referenceOf(mock.url)).paths['/ping']).toEqual({ parameters, get: { responses } })
  })
})
