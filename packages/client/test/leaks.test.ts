import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import * as mesh from '../src/index.js'
import { ok, serveFaults } from './support/fault-server.js'
import { fixedTransport, okAnswer } from './support/fixed-transport.js'
import { authToken, clientId, clientSecret } from './support/secrets.js'

const account = { authToken, type: 'coinbase' } as const
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

test('ten thousand calls on one signal leave no listener and no timer behind', async () => {
  const { signal } = new AbortController()
  const before = timers()
  const transport = fixedTransport((_, number) => {
    if (number % 4 === 0) return new Response('', { status: 503 })
    if (number % 4 === 1) return Promise.reject(new Error('reset'))
    return okAnswer()
  })
  const middleware: mesh.Middleware[] = [
    { aroundCall: (request, next) => next(request), aroundAttempt: (request, next) => next(request) },
  ]
  const client = mesh.createMeshClient({ clientId, clientSecret, transport, middleware, retry: { minDelay: 0 } })
  let most = 0
  for (let round = 0; round < 100; round++) {
    await Promise.all(Array.from({ length: 100 }, () => client.getBalance(account, { signal }).catch(() => {})))
    most = Math.max(most, getEventListeners(signal, 'abort').length)
  }
  expect(most).toBe(0)
  expect(timers()).toBeLessThanOrEqual(before)
})

test('calls that end in every way leave no connection behind but the idle ones', async () => {
  const kinds = ['ok', 'timeout', 'abort', 'redirect'] as const
  const before = timers()
  let kind: (typeof kinds)[number] = 'ok'
  let controller = new AbortController()
  await using server = await serveFaults((socket, number) => {
    if (kind === 'ok') ok(socket, number)
    else if (kind === 'redirect')
      socket.write('HTTP/1.1 302 Found\r\nlocation: http://localhost:1/\r\ncontent-length: 99\r\n\r\n')
    else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{')
    const current = controller
    if (kind === 'abort') setTimeout(() => current.abort(), 1)
  })
  const client = mesh.createMeshClient({ clientId, clientSecret, baseUrl: server.url, retry: false })
  for (let call = 0; call < 80; call++) {
    kind = kinds[call % kinds.length] ?? 'ok'
    controller = new AbortController()
    const running = client.getBalance(account, { signal: controller.signal, ...(kind === 'timeout' && { timeout: 20 }) })
    const outcome = await running.then(
      () => 'ok',
      (error: unknown) => (error as Error).name,
    )
    expect(outcome).toBe(
      { ok: 'ok', timeout: 'MeshTimeoutError', abort: 'AbortError', redirect: 'MeshInvalidResponseError' }[kind],
    )
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  }
  // What was broken off is closed; an idle connection that waits for the next call may stay.
  while (server.connections > 1) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(timers()).toBeLessThanOrEqual(before + 2)
})
