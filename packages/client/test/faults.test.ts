import { describe, expect, test } from 'vitest'
import * as mesh from '../src/index.js'
import { failureOf } from './support/failure-of.js'
import { type Fault, lastingFaults, oddAnswers, ok, passingFaults, serveFaults } from './support/fault-server.js'
import { authToken, clientId, clientSecret } from './support/secrets.js'

const quick = { maxRetries: 2, minDelay: 1, maxDelay: 1 }
const clientOf = (baseUrl: string, options: mesh.MeshClientOptions<'number'> = {}) =>
  mesh.createMeshClient({ clientId, clientSecret, baseUrl, retry: quick, timeout: 10_000, totalTimeout: 15_000, ...options })
const read = (client: mesh.MeshClient, options?: mesh.CallOptions) =>
  client.getBalance({ authToken, type: 'coinbase' }, options).withResponse()

/** Waits until the client has let go of its connections; the runner's own limit ends a wait that would never end. */
const connectionsEnd = async (server: { connections: number }) => {
  while (server.connections > 0) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe.each(Object.entries(passingFaults))('%s', (_, fault) => {
  test('is mended by a further attempt', async () => {
    await using server = await serveFaults((socket, number) => (number < 3 ? fault : ok)(socket, number))
    const { data, attempts } = await read(clientOf(server.url))
    expect(data).toEqual({ balances: [{ currencyCode: 'USD', cash: 1.5 }] })
    expect([attempts, server.requests]).toEqual([3, 3])
  })

  test('that stays is a typed error, after all attempts', async () => {
    await using server = await serveFaults(fault)
    const failure = await failureOf(read(clientOf(server.url)))
    expect(['MeshConnectionError', 'MeshApiError', 'ServerFailureError', 'TooManyRequestError']).toContain(failure.name)
    expect(failure).toMatchObject({ attempts: 3 })
    expect(server.requests).toBe(3)
  })
})

test.each(Object.entries(lastingFaults))('%s ends the call at once, and its connection', async (_, [fault, name]) => {
  await using server = await serveFaults(fault)
  const failure = await failureOf(read(clientOf(server.url)))
  expect(failure.name).toBe(name)
  expect(server.requests).toBe(1)
  if (/larger|large one|without an end/.test(_)) await connectionsEnd(server)
})

test.each(Object.entries(oddAnswers))('%s is a right answer', async (_, answer) => {
  await using server = await serveFaults(answer)
  expect((await read(clientOf(server.url))).data).toEqual({ balances: [{ currencyCode: 'USD', cash: 1.5 }] })
})

describe('a keep-alive connection that dies between calls', () => {
  test('is not seen by the caller', async () => {
    await using server = await serveFaults((socket, number) => {
      ok(socket, number)
      setTimeout(() => socket.resetAndDestroy(), 1)
    })
    const client = clientOf(server.url)
    for (let call = 0; call < 10; call++) {
      await read(client)
      await connectionsEnd(server)
    }
  })
})

describe('a stall', () => {
  const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{"status":"ok","content":{}}'
  const places = [0, 5, 17, answer.indexOf('{'), answer.length]

  test.each(places)('at byte %i ends with the timeout, and its connection', async (place) => {
    const stall: Fault = (socket) => socket.write(answer.slice(0, place))
    await using server = await serveFaults(stall)
    const failure = await failureOf(read(clientOf(server.url), { timeout: 30 }))
    expect(failure).toBeInstanceOf(mesh.MeshTimeoutError)
    expect(failure.message).toContain('within 30 ms (timeout)')
    expect(server.requests).toBe(3)
    await connectionsEnd(server)
  })

  test.each(places)('at byte %i ends with the signal, and its connection', async (place) => {
    const controller = new AbortController()
    await using server = await serveFaults((socket) => {
      socket.write(answer.slice(0, place))
      setTimeout(() => controller.abort(new Error('enough')), 10)
    })
    const failure = await failureOf(read(clientOf(server.url), { signal: controller.signal }))
    expect(failure).toMatchObject({ name: 'AbortError', cause: controller.signal.reason })
    expect(server.requests).toBe(1)
    await connectionsEnd(server)
  })
})
