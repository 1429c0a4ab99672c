import { expect, test } from 'vitest'
import { operations } from '../src/generated/facts.gen.js'
import * as mesh from '../src/index.js'
import { resolveConfig } from '../src/runtime/config/config.js'
import { findDrifts } from '../src/runtime/drift-reporter.js'
import type { HttpClient } from '../src/runtime/http-client.js'
import { createMethods } from '../src/runtime/methods.js'
import type { OperationFacts } from '../src/runtime/operation-facts.js'
import { url } from '../src/runtime/url.js'
import { fixedTransport } from './support/fixed-transport.js'
import { clientId, clientSecret } from './support/secrets.js'

/** A client with one operation that the document does not have. */
const clientOf = (
  facts: Partial<OperationFacts>,
  answer: () => Response,
  sent: mesh.TransportRequest[] = [],
  extra: object = {},
) => {
  const generated = {
    other: ({ client, ...options }: { client: HttpClient }) => client.put({ url: '/other', ...options, ...extra }),
  }
  const transport = fixedTransport((request) => {
    sent.push(request)
    return answer()
  })
  const config = resolveConfig({ clientId, clientSecret, transport, retry: false })
  const methods = createMethods(generated, { other: { ...operations.getBalance, ...facts } }, config)
  return methods as { other: (...args: unknown[]) => mesh.MeshCall<unknown> }
}

test('an operation whose success is no envelope gives the body, or nothing', async () => {
  const body = { result: 'body' } as const
  expect(await clientOf(body, () => Response.json({ renamed: true })).other({})).toEqual({ renamed: true })
  expect(await clientOf(body, () => Response.json([1])).other({})).toEqual([1])
  expect(await clientOf(body, () => new Response(null, { status: 204 })).other({})).toBeUndefined()
  await expect(clientOf(body, () => new Response('<html>')).other({})).rejects.toBeInstanceOf(mesh.MeshInvalidResponseError)
  await expect(clientOf(body, () => Response.json({ status: 'locked' }, { status: 423 })).other({})).rejects.toBeInstanceOf(
    mesh.LockedError,
  )
})

test('an operation whose envelope has no content gives the envelope', async () => {
  const envelope = { result: 'envelope' } as const
  expect(await clientOf(envelope, () => Response.json({ status: 'ok', message: 'fine' })).other({})).toEqual({
    status: 'ok',
    message: 'fine',
  })
  await expect(clientOf(envelope, () => Response.json({ status: 'conflict' })).other({})).rejects.toBeInstanceOf(
    mesh.ConflictError,
  )
  await expect(clientOf(envelope, () => Response.json({})).other({})).rejects.toBeInstanceOf(mesh.MeshInvalidResponseError)
})

test('an operation without an argument takes its options first', async () => {
  const sent: mesh.TransportRequest[] = []
  const client = clientOf({ input: 'none' }, () => Response.json({ status: 'ok', content: {} }), sent)
  await client.other({ headers: { 'x-own': '1' } })
  await client.other()
  expect(sent.map(({ method, headers, body }) => [method, headers['x-own'], body])).toEqual([
    ['PUT', '1', null],
    ['PUT', undefined, null],
  ])
})

test('an operation that sends no JSON has a serializer', async () => {
  const sent: mesh.TransportRequest[] = []
  const bodySerializer = (value: { text: string }) => value.text.toUpperCase()
  await clientOf({}, () => Response.json({ status: 'ok', content: {} }), sent, { bodySerializer }).other({ text: 'a' })
  expect(sent[0]?.body).toBe('A')
})

test('operations of one client that ask for different credentials get their own, call after call', async () => {
  const asks = (...names: string[]) => {
    const security = names.map((name) => ({ type: 'apiKey', name }))
    return ({ client, ...options }: { client: HttpClient }) =>
      client.get({ url: `/${names.length}`, ...options, security } as never)
  }
  const sent: mesh.TransportRequest[] = []
  const transport = fixedTransport((request) => {
    sent.push(request)
    return Response.json({ status: 'ok', content: {} })
  })
  const facts = { ...operations.getBalance, input: 'none' } as const
  const methods = createMethods(
    { both: asks('X-Client-Id', 'X-Client-Secret'), id: asks('X-Client-Id'), none: asks() },
    { both: facts, id: facts, none: facts },
    resolveConfig({ clientId, clientSecret, transport }),
  ) as Record<string, (options?: mesh.CallOptions) => Promise<unknown>>
  for (const options of [undefined, { headers: { 'x-own': '1' } }, undefined]) {
    for (const name of ['both', 'id', 'none']) await methods[name]?.(options)
  }
  const names = sent.map(({ headers }) => Object.keys(headers).filter((name) => name.startsWith('x-client')))
  const once = [['x-client-id', 'x-client-secret'], ['x-client-id'], []]
  expect(names).toEqual([...once, ...once, ...once])
})

test('an operation that asks for no credentials gets none', async () => {
  const sent: mesh.TransportRequest[] = []
  const security = [{ type: 'apiKey', name: 'X-Client-Id' }, { type: 'http' }, { type: 'apiKey', name: 'X-Unknown' }]
  await clientOf({}, () => Response.json({ status: 'ok', content: {} }), sent, { security }).other({})
  await clientOf({}, () => Response.json({ status: 'ok', content: {} }), sent).other({})
  expect(sent.map(({ headers }) => headers)).toEqual([
    { accept: 'application/json', 'x-client-id': clientId },
    { accept: 'application/json' },
  ])
})

test('an operation without a schema for its answer drifts from nothing, one with a schema by its name', () => {
  expect(findDrifts('other', { any: 'thing' })).toEqual([])
  expect(findDrifts('getBalance', [])).toEqual([])
  expect(findDrifts('getBalance', 7)).toEqual([expect.objectContaining({ path: 'the answer', received: 'number' })])
  expect(findDrifts('getBalance', null)).toEqual([expect.objectContaining({ path: 'the answer', received: 'null' })])
  expect(findDrifts('getBalance', { content: { balances: [[]] }, message: [] })).toEqual([
    expect.objectContaining({ path: 'message', received: 'array' }),
  ])
})

test('a URL has its parameters in their places', () => {
  const base = 'https://mesh.example'
  expect(url(base, '/a')).toBe('https://mesh.example/a')
  expect(url(base, '/a/{b}/{c d}', { b: 'x/y?', 'c d': 1 })).toBe('https://mesh.example/a/x%2Fy%3F/1')
  expect(url(base, '/a', {}, { b: ['1', 2], c: 'x y&z', d: undefined, e: null, f: false })).toBe(
    'https://mesh.example/a?b=1&b=2&c=x+y%26z&f=false',
  )
  expect(url(base, '/a', {}, { b: undefined })).toBe('https://mesh.example/a')
  for (const b of [undefined, null, '', '.', '..']) {
    expect(() => url(base, '/a/{b}/c', { b })).toThrow('The path parameter b is missing, or is one that no path can have.')
  }
})
