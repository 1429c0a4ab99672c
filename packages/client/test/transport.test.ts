import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  type BodyReader,
  createMeshClient,
  type MeshClientOptions,
  MeshTimeoutError,
  type Transport,
  type TransportResponse,
} from '../src/index.js'
import { authToken, clientId, clientSecret } from './support/secrets.js'

test.each<[string, (send: typeof fetch) => MeshClientOptions]>([
  ['a fetch of the application', (send) => ({ fetch: send })],
  ['a transport of the application', (send) => ({ transport: ({ url, ...init }) => send(url, init) })],
  [
    'an instrumented global fetch',
    (send) => {
      vi.stubGlobal('fetch', send)
      return {}
    },
  ],
])('%s may change the headers that it is given; other calls do not see it', async (_, options) => {
  const seen: unknown[] = []
  const send: typeof fetch = async (_, init) => {
    const headers = init?.headers as Record<string, string>
    seen.push(Object.keys(headers))
    headers['x-baggage'] = 'of another person'
    return Response.json({ status: 'ok', content: {} })
  }
  onTestFinished(() => void vi.unstubAllGlobals())
  const client = createMeshClient({ clientId, clientSecret, ...options(send) })
  for (let call = 0; call < 2; call++) await client.getBalance({ authToken, type: 'coinbase' })
  expect(seen).toHaveLength(2)
  expect(seen[1]).toEqual(seen[0])
})

describe('an answer that comes when its call has ended', () => {
  test.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['resolves', () => Promise.resolve()],
  ])('is let go of, even where cancel() %s', async (_, cancel) => {
    let cancelled = 0
    const reader: BodyReader = {
      read: () => new Promise(() => {}),
      cancel: () => {
        cancelled += 1
        return cancel()
      },
    }
    let come = (_: TransportResponse) => {}
    const transport: Transport = () =>
      new Promise((resolve) => {
        come = resolve
      })
    const client = createMeshClient({ clientId, clientSecret, transport, retry: false, timeout: 5 })
    await expect(client.getBalance({ authToken, type: 'coinbase' })).rejects.toBeInstanceOf(MeshTimeoutError)
    come({ status: 200, headers: new Headers(), body: { getReader: () => reader } })
    await expect.poll(() => cancelled).toBe(1)

    // And one that came, and stalls.
    const stalls: Transport = async () => ({ status: 200, headers: new Headers(), body: { getReader: () => reader } })
    const stalled = createMeshClient({ clientId, clientSecret, transport: stalls, retry: false, timeout: 5 })
    await expect(stalled.getBalance({ authToken, type: 'coinbase' })).rejects.toBeInstanceOf(MeshTimeoutError)
    expect(cancelled).toBe(2)
  })
})
