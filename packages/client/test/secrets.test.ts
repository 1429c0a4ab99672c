import { describe, expect, test } from 'vitest'
import * as mesh from '../src/index.js'
import { createRedact } from '../src/runtime/redact.js'
import { safeCause } from '../src/runtime/safe-cause.js'
import { secretValues } from '../src/runtime/secret-values.js'
import { failureOf } from './support/failure-of.js'
import { fixedTransport } from './support/fixed-transport.js'
import { authToken, clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'

const account = { authToken, type: 'coinbase' } as const
const clientOf = (transport: mesh.Transport, options: mesh.MeshClientOptions<'number'> = {}) =>
  mesh.createMeshClient({ clientId, clientSecret, retry: false, transport, ...options })

const nothing = createRedact([])
const quote = `sent ${authToken} with ${clientSecret}`

describe('what a transport throws', () => {
  class LibraryError extends Error {
    readonly request = { headers: { 'x-client-secret': clientSecret }, body: account }
    readonly code = 'ECONNRESET'
  }
  const loop: Error & { cause?: unknown } = new Error(quote)
  loop.cause = loop

  test.each<[string, unknown]>([
    [
      'an error that carries its request',
      new LibraryError(quote, { cause: new LibraryError(quote, { cause: { headers: quote } }) }),
    ],
    ['errors of several addresses', new AggregateError([new LibraryError(quote)], quote)],
    ['a loop', loop],
    ['a string', quote],
    ['an object', { message: quote, headers: quote }],
    ['an object without a prototype', Object.assign(Object.create(null), { message: quote })],
    [
      'a getter that throws',
      Object.defineProperty(new Error('x'), 'message', {
        get: () => {
          throw new Error(quote)
        },
      }),
    ],
    ['nothing', undefined],
    ['null', null],
    ['a symbol', Symbol(quote)],
    ['a number', 7],
  ])('%s does not get the secrets out', async (_, thrown) => {
    const failure = await failureOf(clientOf(() => Promise.reject(thrown)).getBalance(account))
    expect(failure).toBeInstanceOf(mesh.MeshConnectionError)
  })

  test('keeps what helps: name, message, code, stack and causes', () => {
    const thrown = new TypeError('fetch failed', {
      cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', address: '127.0.0.1' }),
    })
    const cause = safeCause(thrown, nothing)
    expect(cause).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      stack: thrown.stack,
      cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
    })
    expect(cause?.cause).not.toHaveProperty('address')
    expect(Object.keys(cause ?? {})).toEqual([])
    expect(Object.keys(cause?.cause ?? {})).toEqual(['code'])
    expect(Object.getOwnPropertyNames(safeCause({}, nothing))).not.toContain('code')
    expect(
      [safeCause({}, nothing), safeCause('text', nothing), safeCause(7, nothing), safeCause(null, nothing)].map(
        (copy) => copy?.message,
      ),
    ).toEqual(['', 'text', '7', 'null'])
    expect(safeCause({ name: 7, message: 'x' }, nothing)?.name).toBe('Error')
    expect(safeCause(undefined, nothing)).toBeUndefined()
  })

  test('is told of several addresses by the first', () => {
    const first = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' })
    expect(safeCause(new AggregateError([first, new Error('other')]), nothing)).toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  })

  test('is cut where its chain does not end', () => {
    let depth = 0
    for (let cause: unknown = safeCause(loop, nothing); cause instanceof Error; cause = cause.cause) depth += 1
    expect(depth).toBe(5)
  })
})

describe('a server that quotes the secrets', () => {
  const quoting = (init: ResponseInit = {}) =>
    fixedTransport(() =>
      Response.json(
        { status: 'badRequest', message: quote, displayMessage: quote, errorType: quote, errorData: [{ [authToken]: quote }] },
        init,
      ),
    )

  test.each([200, 400, 401, 429, 500])('in an envelope under HTTP status %i', async (status) => {
    await failureOf(clientOf(quoting({ status, headers: { 'x-request-id': authToken } })).getBalance(account))
  })

  test('in a body of another kind, or in a redirect', async () => {
    for (const body of [quote, `<html>${quote}`, `{"message":"${quote}`, JSON.stringify(quote), '[]']) {
      await failureOf(clientOf(fixedTransport(() => new Response(body))).getBalance(account))
    }
    const location = `https://${authToken}.example/${clientSecret}`
    await failureOf(clientOf(fixedTransport(() => new Response('', { status: 302, headers: { location } }))).getBalance(account))
  })

  test('in a form of JSON or of a URL', () => {
    const secret = 'a"b/c=d'
    expect(createRedact([secret])(['a"b/c=d', 'a\\"b/c=d', 'a%22b%2Fc%3Dd', { 'a"b/c=d': 1 }])).toEqual([
      '[redacted]',
      '[redacted]',
      '[redacted]',
      { '[redacted]': 1 },
    ])
    expect(createRedact([secret])([secret])).toEqual(['[redacted]'])
  })

  const json = (text: string) => JSON.stringify(text).slice(1, -1)
  const ascii = (text: string) =>
    json(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const html = (text: string, of: (code: number) => string) =>
    [...text].map((character) => (/[\w\\]/.test(character) ? character : of(character.codePointAt(0) ?? 0))).join('')
  test.each<[string, (text: string) => string]>([
    ['JSON', json],
    ['JSON in JSON', (text) => json(json(text))],
    ['JSON of ASCII', ascii],
    ['JSON of ASCII in JSON', (text) => json(ascii(text))],
    ['a URL', encodeURIComponent],
    [
      'a URL that leaves nothing',
      (text) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
    ],
    ['HTML, decimal', (text) => html(text, (code) => `&#${code};`)],
    ['HTML, hexadecimal', (text) => html(text, (code) => `&#x${code.toString(16)};`)],
  ])('in a form of %s, whatever it is made of', (_, form) => {
    for (const character of ['"', '\\', '\\\\', '/', '+', ' ', '%', "'", '(', '<', '\n', 'é', '€', '😀', '\\"', '"\\']) {
      const secret = `token${character}of-ann`
      expect(createRedact([secret])(`a ${form(secret)}, b`)).toBe('a [redacted], b')
    }
  })

  test('without the line break that it was given with', () => {
    expect(createRedact(['token-of-ann\n', '   '])('token-of-ann   ')).toBe('[redacted]   ')
  })

  test('with half of a character', () => {
    const secret = 'token\ud83dof-ann'
    for (const text of [secret, json(secret), json(json(secret)), 'token%EF%BF%BDof-ann'])
      expect(createRedact([secret])(text)).toBe('[redacted]')
  })

  test('beside a longer secret that begins like it, or as a number', () => {
    expect(
      createRedact(['abcd-1234', 'abcd-1234-tail', '12345678'])({ a: 'abcd-1234-tail abcd-1234', b: 12345678, c: 9 }),
    ).toEqual({
      a: '[redacted] [redacted]',
      b: '[redacted]',
      c: 9,
    })
  })

  test('at any depth that means something; what is nested deeper is left out', () => {
    const nest = (depth: number): unknown => (depth === 0 ? 'deep' : [nest(depth - 1)])
    expect(JSON.stringify(createRedact([])(nest(101)))).toContain('[redacted]')
    expect(JSON.stringify(createRedact([])(nest(100)))).toContain('deep')
    expect(JSON.stringify(createRedact([])({ a: nest(100) }))).toContain('[redacted]')
    expect(createRedact(['abcd', 'abc'])('abcd abc')).toBe('[redacted] abc')
  })

  test('leaves words alone that only hold a very short secret', () => {
    expect(createRedact(['a', 'at', 'acc'])('an account at a bank')).toBe('an account at a bank')
    expect(createRedact(['1'])({ a: [1, null, true] })).toEqual({ a: [1, null, true] })
  })
})

describe('an argument that cannot be sent', () => {
  const circular: Record<string, unknown> = { ...account }
  circular['self'] = circular

  test.each<[string, unknown]>([
    ['a circle', circular],
    ['a bigint', { ...account, amount: 1n }],
    [
      'a getter that throws',
      {
        ...account,
        get amount() {
          throw new Error(quote)
        },
      },
    ],
  ])('%s is a MeshConfigError', async (_, input) => {
    const client = clientOf(() => Promise.reject(new Error('nothing may be sent')))
    const failure = await failureOf(client.getBalance(input as typeof account))
    expect(failure).toBeInstanceOf(mesh.MeshConfigError)
  })

  test('a signal that is none is a MeshConfigError', async () => {
    const client = clientOf(() => Promise.reject(new Error('nothing may be sent')))
    const signal = { aborted: false } as unknown as AbortSignal
    expect(await failureOf(client.getBalance(account, { signal }))).toMatchObject({
      name: 'MeshConfigError',
      message: 'getBalance: signal must be an AbortSignal.',
    })
  })

  test.each([undefined, null, 'text', 7])('%j goes to the server, which refuses it', async (input) => {
    const refusing = fixedTransport(() => Response.json({ status: 'badRequest' }, { status: 400 }))
    const failure = await failureOf(clientOf(refusing).getBalance(input as unknown as typeof account))
    expect(failure).toBeInstanceOf(mesh.BadRequestError)
  })
})

test.each<[string, Record<string, unknown>]>([
  ['a line break', { 'x-own': `a\n${clientSecret}` }],
  ['a character of another script', { 'x-own': `${clientSecret}…` }],
  ['a value that is no text', { 'x-own': { clientSecret } }],
  ['a name that is none', { [`x ${clientSecret}`]: 'a' }],
  ['a length of its own', { 'Content-Length': '5' }],
  ['a host of its own', { host: 'other.example' }],
])('a header with %s is refused without being quoted', async (_, headers) => {
  const client = clientOf(() => Promise.reject(new Error('nothing may be sent')))
  const failure = await failureOf(client.getBalance(account, { headers: headers as Record<string, string> }))
  expect(failure).toBeInstanceOf(mesh.MeshConfigError)
})

test('null in place of the options is as good as none', async () => {
  const client = clientOf(fixedTransport(() => Response.json({ status: 'ok', content: {} })))
  expect(await client.getBalance(account, null as unknown as mesh.CallOptions)).toEqual({})
})

test('a running call shows nothing', async () => {
  const call = clientOf(fixedTransport(() => Response.json({ status: 'ok', content: {} }))).getBalance(account)
  expectNoSecretIn(call)
  await call
})

test.each([undefined, null, {}, { status: 200 }, 'text'])('a transport that gives %j is a MeshConfigError', async (response) => {
  const failure = await failureOf(clientOf(async () => response as unknown as mesh.TransportResponse).getBalance(account))
  expect(failure).toMatchObject({ name: 'MeshConfigError', message: 'getBalance got no Response from its fetch or transport.' })
})

test('secrets are looked for at any depth of what was sent', () => {
  const sent = {
    body: { a: [{ token: 't1' }, { token: ['t2', { token: 't3', other: 'o' }] }], other: 'o' },
    path: { id: 7, token: 8 },
    query: undefined,
  }
  expect(secretValues(sent, ['token'])).toEqual(['t1', 't2', 't3', '8'])
  expect(secretValues('text', ['token'])).toEqual([])
})
