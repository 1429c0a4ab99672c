import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMockFetch, type HandledRequest, type MockServer, startMockServer } from '../src/index.js'
import { balancePath, credentials, json, type RequestParts, refusal, send, validBody, wrongMethods } from './mesh-request.js'

let mock: MockServer
beforeAll(async () => {
  mock = await startMockServer()
})
afterAll(() => mock.close())

const { 'X-Client-Id': clientId = '', 'X-Client-Secret': clientSecret = '' } = credentials
const body = JSON.stringify(validBody)

function chunked(content: string): ReadableStream {
  return new Blob([content]).stream()
}

const unauthorized: Record<string, RequestParts> = {
  'no X-Client-Id': { headers: { ...json, 'X-Client-Secret': clientSecret } },
  'no X-Client-Secret': { headers: { ...json, 'X-Client-Id': clientId } },
  'neither header': { headers: json },
  'an empty X-Client-Id': { headers: { ...credentials, ...json, 'X-Client-Id': '' } },
  'an empty X-Client-Secret': { headers: { ...credentials, ...json, 'X-Client-Secret': '' } },
  'no credentials and malformed JSON': { headers: json, body: '{' },
}

describe.for(Object.entries(unauthorized))('%s', ([, parts]) => {
  test("gets the document's 401", async () => {
    const response = await send(mock.url, parts)
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual(refusal(401)?.value)
  })
})

test.for(['X-Client-Id', 'X-Client-Secret'])('%s twice, the first one empty, is missing', async (name) => {
  const { hostname, port } = new URL(mock.url)
  const headers = Object.entries({ ...credentials, ...json, Connection: 'close', 'Content-Length': String(body.length) })
  // fetch would join the two before they are sent.
  async function statusOf(...values: string[]): Promise<string | undefined> {
    const lines = headers.flatMap(([key, value]) => (key === name ? values : [value]).map((each) => `${key}: ${each}\r\n`))
    const socket = connect(Number(port), hostname)
    socket.write(`POST ${balancePath} HTTP/1.1\r\nHost: mock\r\n${lines.join('')}\r\n${body}`)
    return (await text(socket)).split(' ')[1]
  }
  expect([await statusOf('', 'x'), await statusOf('', ''), await statusOf('x'), await statusOf('x', 'y')]).toEqual([
    '401',
    '401',
    '200',
    '200',
  ])
})

const badRequests: Record<string, [parts: RequestParts, violation: string]> = {
  'an empty authToken': [{ body: JSON.stringify({ ...validBody, authToken: '' }) }, 'authToken must NOT have fewer than 1'],
  'an authToken that is a number': [{ body: JSON.stringify({ ...validBody, authToken: 5 }) }, 'authToken must be string'],
  'an authToken that is null': [{ body: JSON.stringify({ ...validBody, authToken: null }) }, 'authToken must be string'],
  'no authToken': [{ body: JSON.stringify({ ...validBody, authToken: undefined }) }, "must have required property 'authToken'"],
  'no type': [{ body: JSON.stringify({ ...validBody, type: undefined }) }, "must have required property 'type'"],
  'an unknown type': [
    { body: JSON.stringify({ ...validBody, type: 'nope' }) },
    'type must be equal to one of the allowed values',
  ],
  'a list': [{ body: '[]' }, 'must be object'],
  'a string': [{ body: '"text"' }, 'must be object'],
  null: [{ body: 'null' }, 'Body parameter is required'],
  'no body': [{ body: null }, 'Body parameter is required'],
  'an empty body': [{ body: '' }, 'Body parameter is required'],
  'malformed JSON': [{ body: '{"authToken":' }, 'Request body is not valid JSON'],
  'a long malformed JSON': [{ body: `{"authToken":${' '.repeat(500_000)}` }, 'Request body is not valid JSON'],
  'malformed JSON in chunks': [{ body: chunked('{"authToken":') }, 'Request body is not valid JSON'],
  'the content type text/plain': [
    { headers: { ...credentials, 'Content-Type': 'text/plain' } },
    'Supported content types: application/json',
  ],
  'the content type application/xml': [
    { headers: { ...credentials, 'Content-Type': 'application/xml' } },
    'Supported content types: application/json',
  ],
  'a form': [
    { headers: { ...credentials, 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'authToken=x&type=coinbase' },
    'Supported content types: application/json',
  ],
  'a form in chunks': [
    {
      headers: { ...credentials, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: chunked('authToken=x&type=coinbase'),
    },
    'Supported content types: application/json',
  ],
  'a content type that is none': [
    { headers: { ...credentials, 'Content-Type': 'garbage' } },
    'The content type is not a media type',
  ],
  'a content type that only ends in +json': [
    { headers: { ...credentials, 'Content-Type': 'application/vnd.api+json' } },
    'Supported content types: application/json',
  ],
  'a content encoding': [
    { headers: { ...credentials, ...json, 'Content-Encoding': 'gzip' } },
    'The content encoding is not supported, send the body without one',
  ],
  'a charset that is not read': [
    { headers: { ...credentials, 'Content-Type': 'application/json; charset="utf-16"' } },
    'Supported charsets: utf-8,us-ascii',
  ],
  'JSON that is not UTF-8': [
    { body: Buffer.from(JSON.stringify({ ...validBody, authToken: 'caf\u00e9' }), 'latin1') as Uint8Array<ArrayBuffer> },
    'Request body is not valid JSON',
  ],
}

describe.for(Object.entries(badRequests))('%s', ([, [parts, violation]]) => {
  test("gets the document's answer to bad requests, and a header that says why", async () => {
    const response = await send(mock.url, parts)
    const expected = /^(Supported|The content)/.test(violation) ? refusal(415, 422, 400) : refusal(422, 400)
    expect(response.status).toBe(expected?.httpStatus)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('sl-violations')).toContain(violation)
    expect(await response.json()).toEqual(expected?.value)
  })
})

test('the header that says why does not quote secrets', async () => {
  const response = await send(mock.url, { body: '{"authToken":"example-token-of-a-person",,}' })
  expect(response.status).toBe(refusal(422, 400)?.httpStatus)
  expect(JSON.stringify([...response.headers]) + (await response.text())).not.toContain('example-token-of-a-person')
})

test.for([
  ['the root', 404, { path: '/' }],
  ['another wrong method', 405, { method: wrongMethods[1] ?? '', body: null }],
  ['a path that is not encoded', 400, { path: '/%zz' }],
  ['an answer type that there is none of', 406, { headers: { ...credentials, ...json, Accept: 'text/html' } }],
] satisfies [string, number, RequestParts][])('%s gets %i', async ([, httpStatus, parts]) => {
  const response = await send(mock.url, parts)
  expect(response.status).toBe(httpStatus)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({ status: httpStatus })
})

test('an unknown route gets 404, and a wrong method 405, with the routes that are known', async () => {
  const unknown = await send(mock.url, { path: '/no/such/route/in/it?key=secret' })
  const { detail } = (await unknown.json()) as { detail: string }
  expect([unknown.status, detail]).toEqual([
    404,
    expect.stringMatching(/^There is no route \/no\/such\/route\/in\/it\. Known are: /),
  ])
  expect(detail).toContain(`POST ${balancePath}`)

  const [method = ''] = wrongMethods
  const wrong = await send(mock.url, { method, body: null })
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, expect.stringContaining('POST')])
  expect(await wrong.json()).toMatchObject({ detail: expect.stringContaining(`has no ${method}. Known are: `) })
})

test('a body over the limit gets 413, is recorded without it, and the mock goes on', async () => {
  const large = JSON.stringify({ ...validBody, authToken: 'x'.repeat(11 * 1024 * 1024) })
  const response = await send(mock.url, { body: large })
  const problem = await response.json()
  expect([response.status, problem]).toEqual([413, expect.objectContaining({ title: 'Body too large' })])
  expect(mock.requests.at(-1)).toMatchObject({ httpStatus: 413, body: undefined })
  expect((await send(mock.url)).status).toBe(200)

  const mockFetch = await createMockFetch()
  const headers = { ...credentials, ...json }
  const withoutSocket = await mockFetch(`https://mesh.example${balancePath}`, { method: 'POST', headers, body: large })
  expect([withoutSocket.status, await withoutSocket.json()]).toEqual([413, problem])
})

test('a target that is a whole URL is answered by its path, and nothing else of it is kept or told', async () => {
  const handled: HandledRequest[] = []
  await using other = await startMockServer({ onRequest: (request) => handled.push(request) })
  const { hostname, port } = new URL(other.url)
  const ask = async (line: string) => {
    const socket = connect(Number(port), hostname)
    const headers = Object.entries({ ...credentials, ...json, Connection: 'close', 'Content-Length': String(body.length) })
    socket.write(
      `${line} HTTP/1.1\r\nHost: mock\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    )
    return await text(socket)
  }
  const origin = 'http://user:pass-word@elsewhere.example:99999'
  expect(await ask(`POST ${origin}${balancePath}?key=pass-word`)).toContain('200 OK')
  expect(await ask(`POST ${origin}/nowhere?key=pass-word`)).toContain('There is no route /nowhere.')
  const odd = await ask('OPTIONS *')
  expect(odd).toContain('The address \\"*\\" is not a path.')
  expect(handled.map(({ path }) => path)).toEqual([balancePath, '/nowhere', '*'])
  expect(JSON.stringify([other.requests, handled, odd])).not.toContain('pass-word')
})

test('what the document does not forbid passes', async () => {
  expect((await send(mock.url, { body: JSON.stringify({ ...validBody, unknownField: 1 }) })).status).toBe(200)
  const withCharset = { ...credentials, 'Content-Type': 'application/json; charset=utf-8' }
  expect((await send(mock.url, { headers: withCharset })).status).toBe(200)
  const plain = { ...credentials, 'Content-Type': 'Application/JSON;charset="US-ASCII"', 'Content-Encoding': 'identity' }
  expect((await send(mock.url, { headers: plain })).status).toBe(200)
  expect((await send(mock.url, { body: chunked(body) })).status).toBe(200)
  expect((await send(mock.url, { path: `${balancePath}?unknown=1` })).status).toBe(200)
})

test('a client that leaves in the middle of a body does no harm', async () => {
  const { hostname, port } = new URL(mock.url)
  const socket = connect(Number(port), hostname)
  socket.write(`POST ${balancePath} HTTP/1.1\r\nHost: mock\r\nContent-Length: 100\r\n\r\n{`)
  await new Promise<void>((resolve) => socket.end(resolve))
  socket.destroy()
  expect((await send(mock.url)).status).toBe(200)
})

test('what is not HTTP does no harm', async () => {
  const { hostname, port } = new URL(mock.url)
  const socket = connect(Number(port), hostname)
  socket.write('nonsense\r\n\r\n')
  expect(await text(socket)).toContain('400 Bad Request')
  expect((await send(mock.url)).status).toBe(200)
})

test('a page of another origin may call', async () => {
  const origin = 'http://localhost:5173'
  const preflight = await send(mock.url, {
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'x-client-id' },
    body: null,
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe(origin)
  expect(preflight.headers.get('access-control-allow-methods')).toBe('POST')
  expect(preflight.headers.get('access-control-allow-headers')).toBe('x-client-id')
  const response = await send(mock.url, { headers: { ...credentials, ...json, Origin: origin } })
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBe(origin)
})
