import { expect, onTestFinished, test, vi } from 'vitest'
import { createMeshClient, type MeshClientOptions } from '../src/index.js'
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
