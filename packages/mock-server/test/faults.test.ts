import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMockFetch, type MockFetch, type MockServer, startMockServer } from '../src/index.js'
import { balancePath, credentials, firstExample, json, namesOf, operationId, send, validBody } from './mesh-request.js'

let server: MockServer
let mockFetch: MockFetch
beforeEach(async () => {
  server = await startMockServer({ seed: 1 })
  mockFetch = await createMockFetch({ seed: 1 })
})
afterEach(() => server.close())

interface CallParts {
  body?: object
  headers?: Record<string, string>
  signal?: AbortSignal
}

function init({ body = validBody, headers = {}, signal = AbortSignal.timeout(20_000) }: CallParts = {}): RequestInit {
  return { method: 'POST', headers: { ...credentials, ...json, ...headers }, body: JSON.stringify(body), signal }
}

const ways: [string, () => { mock: MockServer | MockFetch; call: (parts?: CallParts) => Promise<Response> }][] = [
  ['over a socket', () => ({ mock: server, call: (parts) => fetch(server.url + balancePath, init(parts)) })],
  [
    'without a socket',
    () => ({ mock: mockFetch, call: (parts) => mockFetch(`https://mesh.example${balancePath}`, init(parts)) }),
  ],
]

const statusesOf = async (call: (parts?: CallParts) => Promise<Response>, times: number, parts?: CallParts) => {
  const statuses: number[] = []
  for (let count = 0; count < times; count++) statuses.push((await call(parts)).status)
  return statuses
}

describe.each(ways)('%s', (_, there) => {
  test('a reset rejects before any answer', async () => {
    const { mock, call } = there()
    mock.use({ fault: 'reset' }, { times: 1 })
    await expect(call()).rejects.toMatchObject({ name: 'TypeError', message: 'fetch failed', cause: { code: 'ECONNRESET' } })
    expect((await call()).status).toBe(200)
  })

  test.each(['truncate', 'reset=body'])('%s gives the head and half of the body, and rejects', async (fault) => {
    const { mock, call } = there()
    const whole = await (await call()).text()
    mock.use({ fault })
    const response = await call()
    expect([response.status, response.headers.get('content-length')]).toEqual([200, String(Buffer.byteLength(whole))])
    const seen: Uint8Array[] = []
    const reading = (async () => {
      for await (const chunk of response.body ?? []) seen.push(chunk)
    })()
    await expect(reading).rejects.toThrow('terminated')
    // A reset may overtake what was on its way.
    if (fault === 'truncate') expect(Buffer.concat(seen).toString()).toBe(whole.slice(0, Math.floor(whole.length / 2)))
  })

  test('a stall answers nothing until the client gives up', async () => {
    const { mock, call } = there()
    mock.use({ fault: 'stall' })
    const client = new AbortController()
    const pending = call({ signal: client.signal })
    while (mock.requests.length === 0) await turn()
    client.abort(new Error('given up'))
    await expect(pending).rejects.toThrow('given up')
  })

  test('a stall of the body answers with the head alone', async () => {
    const { mock, call } = there()
    mock.use({ fault: 'stall=body' })
    const client = new AbortController()
    const response = await call({ signal: client.signal })
    expect(response.status).toBe(200)
    const body = response.text()
    client.abort(new Error('given up'))
    await expect(body).rejects.toThrow('given up')
  })

  test('a latency keeps the answer back, and ends when the client leaves', async () => {
    const { mock, call } = there()
    mock.use({ fault: 'latency=20' })
    const begin = performance.now()
    expect((await call()).status).toBe(200)
    // A timer may fire within the millisecond before.
    expect(performance.now() - begin).toBeGreaterThanOrEqual(19)

    mock.use({ fault: 'latency=999999999' })
    const client = new AbortController()
    const pending = call({ signal: client.signal })
    while (mock.requests.length < 2) await turn()
    client.abort(new Error('given up'))
    await expect(pending).rejects.toThrow('given up')
  })

  test('over the rate limit is a 429 with Retry-After, valid or not', async () => {
    const { mock, call } = there()
    mock.use({ fault: 'rate-limit=2/60' })
    expect(await statusesOf(call, 2)).toEqual([200, 200])
    const refused = await call()
    expect(refused.status).toBe(429)
    expect(await refused.json()).toEqual(firstExample(429)?.value)
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(30)
    expect(seconds).toBeLessThanOrEqual(60)
    expect((await call({ body: {} })).status).toBe(429)
    mock.reset()
    expect(await statusesOf(call, 1)).toEqual([200])
  })

  test('fails so many times, then succeeds for good', async () => {
    const { mock, call } = there()
    mock.use({ fault: 'fail=2' })
    expect((await call({ body: {} })).status).toBe(400)
    expect(await statusesOf(call, 5)).toEqual([firstExample(500)?.httpStatus, 500, 200, 200, 200])
    mock.use({ fault: 'fail=1:locked' })
    expect(await statusesOf(call, 3)).toEqual([423, 200, 200])
    mock.use({ fault: 'fail=1:reset' })
    await expect(call()).rejects.toThrow('fetch failed')
    expect(await statusesOf(call, 2)).toEqual([200, 200])
  })

  test('an unknown scenario to fail with is refused, with the known ones', async () => {
    const { mock, call } = there()
    const ofOperation = mock.scenarios.filter((scenario) => scenario.operationId === operationId)
    const message = `There is no scenario "nope". Known are: ${namesOf(ofOperation)}.`
    const response = await call({ headers: { Prefer: 'fault="fail=1:nope"' } })
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ detail: message })])

    const refusal = expect.objectContaining({ code: 'unknown-scenario', message })
    expect(() => mock.use({ fault: ['latency=1', 'fail=1:nope'] })).toThrow(refusal)
    await expect(createMockFetch({ fault: 'fail=1:nope' })).rejects.toEqual(refusal)
    expect((await call()).status).toBe(200)
  })

  test('faults come with a scenario, and in any number', async () => {
    const { mock, call } = there()
    mock.use({ scenario: 'locked', fault: ['latency=1', 'latency=2; truncate'] }, { times: 1 })
    expect((await call()).status).toBe(423)
    expect(mock.requests.at(-1)).toMatchObject({ scenario: 'locked', faults: ['latency=1', 'latency=2', 'truncate'] })
    expect((await call()).status).toBe(200)
    expect(mock.requests.at(-1)).toMatchObject({ faults: [] })
  })

  test('a request asks for its own, which win over those in use, and count by their words', async () => {
    const { mock, call } = there()
    mock.use({ fault: 'reset' })
    const named = (authToken: string) => ({ body: { ...validBody, authToken } })
    expect((await call(named('scenario:locked; fault:latency=0'))).status).toBe(423)
    expect((await call(named('fault:latency=0; scenario:locked'))).status).toBe(423)
    expect(await statusesOf(call, 6, named('fault:fail=2#one'))).toEqual([500, 500, 200, 500, 500, 200])
    expect(await statusesOf(call, 2, named('fault:fail=1:locked#two'))).toEqual([423, 200])
    expect(await statusesOf(call, 2, { headers: { Prefer: 'fault="fail=1#three"' } })).toEqual([500, 200])
    await expect(call(named('fault:reset'))).rejects.toThrow('fetch failed')
  })

  test('a request that asks for what is no fault is told what there is', async () => {
    const { call } = there()
    const response = await call({ body: { ...validBody, authToken: 'fault:explode' } })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      title: 'Fault not understood',
      detail: expect.stringContaining('The fault "explode" is not understood. Known are: latency=<ms>'),
    })
  })

  test('chance follows from the seed', async () => {
    const { mock, call } = there()
    const run = async () => {
      mock.reset()
      mock.use({ fault: 'fail=1000@50%; latency=0..3' })
      return await statusesOf(call, 40)
    }
    const first = await run()
    expect(new Set(first)).toEqual(new Set([200, 500]))
    expect(await run()).toEqual(first)
  })
})

test('the same seed is the same run in another mock, and another seed is not', async () => {
  const runOf = async (seed: number) => {
    const other = await createMockFetch({ seed, fault: 'fail=1000@50%' })
    return statusesOf((parts) => other(`https://mesh.example${balancePath}`, init(parts)), 40)
  }
  expect(await runOf(7)).toEqual(await runOf(7))
  expect(await runOf(8)).not.toEqual(await runOf(7))
})

test('faults of the start last through use() of a scenario, and reset() goes back to them', async () => {
  await using mock = await startMockServer({ fault: 'fail=1' })
  expect((await send(mock.url)).status).toBe(500)
  mock.use({ fault: 'reset' })
  await expect(send(mock.url)).rejects.toThrow('fetch failed')
  mock.reset()
  mock.use('locked')
  expect([(await send(mock.url)).status, (await send(mock.url)).status]).toEqual([500, 423])
})

test('where the document has no failure and no 429 of its own, there is a problem', async () => {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Ping', version: '1' },
    paths: { '/ping': { get: { responses: { 204: { description: 'Fine' } } } } },
  }
  await using mock = await startMockServer({ document })
  mock.use({ fault: 'fail=1; rate-limit=2/60' })
  const answers = [await fetch(`${mock.url}/ping`), await fetch(`${mock.url}/ping`), await fetch(`${mock.url}/ping`)]
  expect(answers.map(({ status }) => status)).toEqual([500, 204, 429])
  expect(answers[2]?.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(await answers[2]?.json()).toMatchObject({ title: 'Too many requests' })
})

test('two requests at the same time share what is left of times', async () => {
  mockFetch.use('locked', { times: 3 })
  server.use('locked', { times: 3 })
  for (const [, there] of ways) {
    const { call } = there()
    const answers = await Promise.all(Array.from({ length: 8 }, () => call()))
    expect(answers.filter(({ status }) => status === 423)).toHaveLength(3)
  }
})

test('a reset of a request that was sent without waiting for the answer before it comes after that answer', async () => {
  const { hostname, port } = new URL(server.url)
  const body = JSON.stringify(validBody)
  const request = (fault: string) => {
    const headers = { ...credentials, ...json, Host: 'mock', 'Content-Length': body.length, Prefer: `fault="${fault}"` }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return `POST ${balancePath} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
  }
  const socket = connect(Number(port), hostname)
  const seen: string[] = []
  socket.on('data', (chunk) => seen.push(String(chunk)))
  socket.write(request('latency=50') + request('reset'))
  const [error] = await once(socket, 'error')
  expect([error.code, seen.join('').split('HTTP/1.1 200 OK').length - 1]).toEqual(['ECONNRESET', 1])
})

test.each(['stall', 'stall=body'])(
  'without a socket, garbage that is collected during a %s keeps no signal from ending it',
  async (fault) => {
    setFlagsFromString('--expose-gc')
    const collectGarbage: () => void = runInNewContext('gc')
    mockFetch.use({ fault })
    const client = new AbortController()
    const pending = mockFetch(`https://mesh.example${balancePath}`, init({ signal: client.signal })).then((answer) =>
      answer.text(),
    )
    // What is created in this turn cannot be collected in it.
    for (let count = 0; count < 20; count++) await turn()
    collectGarbage()
    await turn()
    collectGarbage()
    client.abort(new Error('given up'))
    await expect(pending).rejects.toThrow('given up')
  },
)

test('close() ends what is kept back or stalled', async () => {
  const outcomes = ['latency=999999999', 'stall', 'stall=body'].map(async (fault) => {
    const mock = await startMockServer({ fault })
    const failure = send(mock.url).then(
      (response) => response.text(),
      (error: unknown) => error,
    )
    while (mock.requests.length === 0) await turn()
    await mock.close()
    return await failure.catch((error: unknown) => error)
  })
  for (const outcome of await Promise.all(outcomes)) expect(outcome).toBeInstanceOf(TypeError)
})

test.each([
  'explode',
  'latency',
  'latency=x',
  'latency=-1',
  'latency=5..3',
  'latency=p50:9,p99:3',
  'latency=p50:0,p99:3',
  'reset=head',
  'truncate=1',
  'rate-limit=5',
  'rate-limit=5/0',
  'fail=0',
  'fail',
  'reset@101%',
  'reset@5',
])('%s is no fault', async (fault) => {
  const message = `The fault "${fault}" is not understood. Known are: `
  expect(() => mockFetch.use({ fault })).toThrow(message)
  await expect(startMockServer({ fault })).rejects.toMatchObject({
    code: 'invalid-option',
    message: expect.stringContaining(message),
  })
})
