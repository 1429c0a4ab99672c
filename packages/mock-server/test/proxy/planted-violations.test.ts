import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vendorExamples } from '../../../../openapi/test/vendor-examples.ts'
import { type ProxyViolation, startProxy } from '../../src/index.js'
import {
  balancePath,
  credentials,
  json,
  namedExamples,
  type RequestParts,
  send,
  validBody,
  wrongMethods,
} from '../mesh-request.js'
import { answering, type FakeUpstream, startUpstream } from './upstream.js'

let upstream: FakeUpstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(() => upstream[Symbol.asyncDispose]())

const valid = { status: 'ok', message: '', content: { balances: [{ currencyCode: 'USD', cash: 1.5 }] } }
const places = (violations: readonly ProxyViolation[]) =>
  violations.map(({ location, code }) => `${location.join('.')} ${code}`).sort()

/** What the proxy says of one exchange, where everything passes unless it is told to fail. */
async function seen(parts: RequestParts, errors = false): Promise<{ found: string[]; httpStatus: number }> {
  await using proxy = await startProxy({ upstream: upstream.url, errors })
  const response = await send(proxy.url, parts)
  // What is not encoded as it says cannot be read.
  await response.arrayBuffer().catch(() => {})
  return { found: places(proxy.violations), httpStatus: response.status }
}

const withBody = (body: unknown): RequestParts => ({ body: typeof body === 'string' ? body : JSON.stringify(body) })
const withHeaders = (headers: Record<string, string>): RequestParts => ({ headers: { ...credentials, ...json, ...headers } })

describe('in a request', () => {
  const planted: [string, RequestParts, string[]][] = [
    ['a missing field', withBody({ type: validBody.type }), ['request.body.authToken required']],
    ['two missing fields', withBody({}), ['request.body.authToken required', 'request.body.type required']],
    ['a wrong type', withBody({ ...validBody, authToken: 5 }), ['request.body.authToken type']],
    ['an enum value that is not listed', withBody({ ...validBody, type: 'sandbox' }), ['request.body.type enum']],
    ['an enum value of a wrong type', withBody({ ...validBody, type: 5 }), ['request.body.type type']],
    ['an empty string', withBody({ ...validBody, authToken: '' }), ['request.body.authToken minLength']],
    ['null', withBody({ ...validBody, authToken: null }), ['request.body.authToken type']],
    ['null as the body', withBody('null'), ['request.body type']],
    ['an array as the body', withBody('[]'), ['request.body type']],
    ['malformed JSON', withBody('{"authToken":'), ['request.body json']],
    ['no body', { body: null }, ['request.body required']],
    [
      'bytes that are no UTF-8',
      { body: new Uint8Array(Buffer.from(JSON.stringify({ ...validBody, authToken: '\xff' }), 'latin1')) },
      ['request.body json'],
    ],
    ['a wrong content type', withHeaders({ 'Content-Type': 'text/plain' }), ['request.header.content-type content-type']],
    [
      'a similar content type',
      withHeaders({ 'Content-Type': 'application/x+json' }),
      ['request.header.content-type content-type'],
    ],
    ['a content type that is none', withHeaders({ 'Content-Type': 'json' }), ['request.header.content-type content-type']],
    ['one security header missing', { headers: { ...json, 'X-Client-Id': 'a' } }, ['request.header.X-Client-Secret security']],
    ['one security header empty', withHeaders({ 'X-Client-Id': '' }), ['request.header.X-Client-Id security']],
    [
      'both security headers missing',
      { headers: json },
      ['request.header.X-Client-Id security', 'request.header.X-Client-Secret security'],
    ],
    ['an encoding that is none', withHeaders({ 'Content-Encoding': 'gzip' }), ['request.body content-encoding']],
    [
      'an encoding that nobody knows',
      withHeaders({ 'Content-Encoding': 'rot13' }),
      ['request.header.content-encoding content-encoding'],
    ],
    ['a path', { path: '/no/such/route' }, ['request.path path']],
    ['a path that cannot be decoded', { path: '/%E0%A4%A' }, ['request.path path']],
    ['a method', { method: wrongMethods[0] ?? '', body: null }, ['request.method method']],
    [
      'several at once',
      { headers: { ...json, 'X-Client-Id': 'a' }, body: '{"type":"x","authToken":""}' },
      ['request.body.authToken minLength', 'request.body.type enum', 'request.header.X-Client-Secret security'],
    ],
  ]

  test.for(planted)('%s is found', async ([, parts, expected]) => {
    upstream.answer = answering(valid)
    const before = upstream.received.length
    expect(await seen(parts)).toEqual({ found: expected, httpStatus: 200 })
    expect(upstream.received.length).toBe(before + 1)
  })

  test.for(planted)('%s is refused with --errors, and does not reach the upstream', async ([, parts, expected]) => {
    const before = upstream.received.length
    expect(await seen(parts, true)).toEqual({ found: expected, httpStatus: 422 })
    expect(upstream.received.length).toBe(before)
  })
})

describe('in a response', () => {
  const balance = (entry: unknown) => ({ ...valid, content: { balances: [{ cash: 1 }, entry] } })
  const planted: [string, Parameters<typeof answering>, string[]][] = [
    ['a wrong type', [{ ...valid, message: 5 }], ['response.body.message type']],
    ['a wrong type deep inside', [balance({ cash: '1.5' })], ['response.body.content.balances.1.cash type']],
    ['a wrong type in a total', [{ content: { totalCashUsdValue: true } }], ['response.body.content.totalCashUsdValue type']],
    ['a wrong type in place of the content', [{ ...valid, content: 'text' }], ['response.body.content type']],
    ['null where it is not allowed', [{ ...valid, status: null }], ['response.body.status type']],
    ['null as an entry', [balance(null)], ['response.body.content.balances.1 type']],
    ['null as the body', ['null'], ['response.body type']],
    ['an enum value that is not listed', [{ ...valid, status: 'paused' }], ['response.body.status enum']],
    ['an array as the body', ['[]'], ['response.body type']],
    ['malformed JSON', ['{"status":'], ['response.body json']],
    ['no body', [''], ['response.body empty']],
    ['HTML', ['<html>', 502, { 'Content-Type': 'text/html' }], ['response.header.content-type content-type']],
    [
      'problem details',
      ['{}', 500, { 'Content-Type': 'application/problem+json' }],
      ['response.header.content-type content-type'],
    ],
    ['a content type that is none', [valid, 200, { 'Content-Type': 'json' }], ['response.header.content-type content-type']],
    ['a wrong type in a failure', [{ status: 'badRequest', errorType: 5 }, 400], ['response.body.errorType type']],
    ['a wrong type in an answer of `default`', [{ status: 5 }, 503], ['response.body.status type']],
    [
      'bytes that are not what their encoding says',
      [valid, 200, { 'Content-Encoding': 'br' }],
      ['response.body content-encoding'],
    ],
    [
      'several at once',
      [{ status: 'paused', displayMessage: 1, content: { balances: 1, totalBuyingPowerUsdValue: '1' } }],
      [
        'response.body.content.balances type',
        'response.body.content.totalBuyingPowerUsdValue type',
        'response.body.displayMessage type',
        'response.body.status enum',
      ],
    ],
  ]

  test.for(planted)('%s is found', async ([, answer, expected]) => {
    upstream.answer = answering(...answer)
    expect(await seen({})).toEqual({ found: expected, httpStatus: answer[1] ?? 200 })
  })

  test.for(planted)('%s is held back with --errors', async ([, answer, expected]) => {
    upstream.answer = answering(...answer)
    expect(await seen({}, true)).toEqual({ found: expected, httpStatus: 502 })
  })
})

describe('there is no false alarm on', () => {
  const fine: [string, Parameters<typeof answering>][] = [
    ["the vendor's published success", [vendorExamples.success]],
    ["the vendor's published failure", [vendorExamples.failure, 400]],
    ...namedExamples.map(({ name, httpStatus, value }): [string, Parameters<typeof answering>] => [
      `the example ${name}`,
      [value, httpStatus],
    ]),
    ['fields that the vendor adds', [{ ...valid, errorHash: 'x', content: { ...valid.content, accountId: 7 } }]],
    ['an answer without any field', [{}]],
    ['an empty 401', ['', 401]],
    ['an empty 401 without a content type', ['', 401, { 'Content-Type': '' }]],
    ['amounts of many digits', ['{"content":{"totalCashUsdValue":12345678901234567890.123456789}}']],
    ['a charset', [valid, 200, { 'Content-Type': 'Application/JSON; charset=UTF-8' }]],
    ['a byte order mark', [`\uFEFF${JSON.stringify(valid)}`]],
  ]

  test.for(fine)('%s', async ([, answer]) => {
    upstream.answer = answering(...answer)
    expect(await seen({}, true)).toEqual({ found: [], httpStatus: answer[1] ?? 200 })
  })

  test('fields and headers that are not in the document', async () => {
    upstream.answer = answering(valid)
    const parts = { ...withHeaders({ 'X-Trace': '1' }), ...withBody({ ...validBody, more: 1 }), path: `${balancePath}?more=1` }
    expect(await seen(parts, true)).toEqual({ found: [], httpStatus: 200 })
  })

  test("a browser's question whether it may call", async () => {
    upstream.answer = (response) => void response.writeHead(204).end()
    const headers = { Origin: 'http://localhost', 'Access-Control-Request-Method': 'POST' }
    expect(await seen({ method: 'OPTIONS', headers, body: null }, true)).toEqual({ found: [], httpStatus: 204 })
  })
})

test('nothing of what was sent is told', async () => {
  const lines: string[] = []
  await using proxy = await startProxy({
    upstream: upstream.url,
    errors: true,
    onViolation: (violation) => lines.push(JSON.stringify(violation)),
    onRequest: (request) => lines.push(JSON.stringify(request)),
  })
  const hush = 'hush-hush'
  const told = async (parts: RequestParts) => lines.push(await (await send(proxy.url, parts)).text())
  upstream.answer = answering({ status: hush, content: { [hush]: 1, balances: [{ cash: hush, [hush]: hush }] } })
  await told({})
  upstream.answer = answering(`{"a": ${hush}`, 200, { 'X-Hush': hush })
  await told({})
  upstream.answer = answering(hush, 200, { 'Content-Type': `text/${hush}` })
  await told({})
  await told(withBody({ authToken: [hush], type: hush, [hush]: hush }))
  await told(withBody(hush))
  await told(withHeaders({ 'Content-Type': `text/${hush}`, 'X-Client-Secret': hush }))
  await told(withHeaders({ 'Content-Encoding': hush }))
  await told({ path: `/nope?key=${hush}`, headers: { ...json, 'X-Client-Id': hush } })
  expect(proxy.violations.length).toBeGreaterThanOrEqual(9)
  expect(lines.join('\n')).not.toContain(hush)
})
