import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { balancePath, credentials, json, validBody } from '../test/mesh-request.js'
import type { Footprint } from './serve.js'

const rounds = 10
const requestsInRound = 10_000
const atATime = 50

let server: ChildProcess
let url: URL
const agent = new Agent({ keepAlive: true, maxSockets: atATime })

beforeAll(async () => {
  server = fork(fileURLToPath(new URL('serve.ts', import.meta.url)), { execArgv: ['--expose-gc'] })
  const [address] = await once(server, 'message')
  url = new URL(address)
})
afterAll(() => server.kill('SIGKILL'))

async function footprint(): Promise<Footprint> {
  server.send('measure')
  const [measured] = await once(server, 'message')
  return measured
}

/** When all connections have ended on the other side, too. */
async function quiet(): Promise<Footprint> {
  agent.destroy()
  await expect.poll(async () => (await footprint()).resources['TCPSocketWrap'] ?? 0, { timeout: 20_000 }).toBe(0)
  return await footprint()
}

interface Sent {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string
}

/** HTTP status of the answer, or how it failed. */
function send({ method = 'POST', path = balancePath, headers = {}, body = JSON.stringify(validBody) }: Sent): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(new URL(path, url), { method, agent, headers: { ...credentials, ...json, ...headers } }, (response) => {
      response.on('data', () => {})
      response.on('end', () => resolve(String(response.statusCode)))
      response.on('error', () => resolve('broken'))
    })
    sent.on('error', () => resolve('failed'))
    if (headers['Prefer']?.includes('stall')) setTimeout(() => sent.destroy(), 5)
    sent.end(body)
  })
}

async function open(): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

const raw = async (text: string): Promise<string> => {
  const socket = await open()
  socket.resume()
  socket.write(text)
  if (text.includes('Content-Length: 100')) socket.destroy()
  else socket.end()
  await once(socket, 'close')
  return 'closed'
}

const faulty = (fault: string) => () => send({ headers: { Prefer: `fault="${fault}"` } })

/** What a mock meets in its life, in equal parts. */
const kinds: [string, () => Promise<string>, string[]][] = [
  ['a valid request', () => send({}), ['200']],
  ['a scenario', () => send({ headers: { Prefer: 'example=locked' } }), ['423']],
  ['an answer made up', () => send({ headers: { Prefer: 'dynamic=true' } }), ['200']],
  ['malformed JSON', () => send({ body: '{' }), ['400']],
  ['missing fields', () => send({ body: '{}' }), ['400']],
  ['a wrong content type', () => send({ headers: { 'Content-Type': 'text/html' } }), ['400']],
  ['no credentials', () => send({ headers: { 'X-Client-Id': '' } }), ['401']],
  ['an unknown route', () => send({ path: `/nowhere/${Math.random()}` }), ['404']],
  ['a wrong method', () => send({ method: 'PUT' }), ['405']],
  ['a name that nobody has used', () => send({ headers: { Prefer: `fault="fail=1#${Math.random()}"` } }), ['500']],
  ['a type that nobody has asked for', () => send({ headers: { Accept: `application/${Math.random()}, */*` } }), ['200']],
  ['a reset', faulty('reset'), ['failed']],
  ['a reset in the body', faulty('reset=body'), ['broken', 'failed']],
  ['a truncated body', faulty('truncate'), ['broken']],
  ['a stall that is given up', faulty('stall'), ['failed']],
  ['a stall in the body that is given up', faulty('stall=body'), ['broken', 'failed']],
  ['a latency', faulty('latency=0..5'), ['200']],
  ['a latency that is given up', faulty('latency=60000; stall'), ['failed']],
  [
    'a client that leaves in its body',
    () => raw(`POST ${balancePath} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{`),
    ['closed'],
  ],
  ['malformed headers', () => raw(`POST ${balancePath} HTTP/1.1\r\nHo st: a\r\n: b\r\n\r\n`), ['closed']],
]

async function round(): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      while (next < requestsInRound) {
        const [name, run, expected] = kinds[next++ % kinds.length] ?? ['', async () => '', []]
        const outcome = await run()
        if (!expected.includes(outcome)) throw new Error(`${name}: ${outcome}, and not ${expected.join(' or ')}`)
      }
    }),
  )
}

test(`${rounds * requestsInRound} requests, half of them broken, leave nothing behind`, { timeout: 600_000 }, async () => {
  await round()
  const before = await quiet()
  for (let count = 1; count < rounds; count++) await round()
  const after = await quiet()
  console.log(
    `heap ${before.heapMegabytes.toFixed(1)} MB → ${after.heapMegabytes.toFixed(1)} MB`,
    before.resources,
    after.resources,
  )
  expect(after.heapMegabytes - before.heapMegabytes).toBeLessThan(4)
  expect(after.resources).toEqual(before.resources)
})

test('thousands of idle connections do no harm', { timeout: 60_000 }, async () => {
  const { resources } = await quiet()
  const sockets: Socket[] = []
  for (let count = 0; count < 40; count++) sockets.push(...(await Promise.all(Array.from({ length: 100 }, open))))
  expect(await send({})).toBe('200')
  expect((await footprint()).resources['TCPSocketWrap']).toBeGreaterThanOrEqual(4000)
  await Promise.all(sockets.map((socket) => Promise.all([once(socket, 'close'), socket.end().resume()])))
  expect((await quiet()).resources).toEqual(resources)
})

test('a large body is refused without being kept', { timeout: 60_000 }, async () => {
  const before = await quiet()
  const body = 'x'.repeat(11 * 2 ** 20)
  for (let count = 0; count < 20; count++) expect(await send({ body })).toBe('413')
  expect((await quiet()).heapMegabytes - before.heapMegabytes).toBeLessThan(4)
})

test('it still ends cleanly', async () => {
  server.kill('SIGTERM')
  expect(await once(server, 'exit')).toEqual([0, null])
})
