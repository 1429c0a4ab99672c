import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Footprint, Round } from './caller.js'

/** How many calls each transport makes; CALLS=1000000 for a long run. */
const calls = Number(process.env['CALLS'] ?? 200_000)
const rounds = 10

const failures = [
  { status: 423, body: '{"status":"locked","message":"no"}' },
  { status: 200, body: '<html>' },
  { status: 302, body: '' },
]
const server = createServer((request, response) => {
  let received = ''
  request.on('data', (chunk) => {
    received += chunk
  })
  request.on('end', () => {
    const failure = failures[Number(/fail-(\d)/.exec(received)?.[1])]
    response.writeHead(failure?.status ?? 200, { 'content-type': 'application/json' })
    response.end(failure?.body ?? '{"status":"ok","content":{"balances":[{"currencyCode":"USD","cash":1.5}]}}')
  })
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))

describe.each(['fetch', 'undici'])('over %s', (kind) => {
  let caller: ChildProcess
  beforeAll(async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    caller = fork(fileURLToPath(new URL('caller.ts', import.meta.url)), [kind, url], { execArgv: ['--expose-gc'] })
    await once(caller, 'message')
  })
  afterAll(() => caller.kill())

  const run = async (round: Round): Promise<Footprint> => {
    const controller = new AbortController()
    const { signal } = controller
    caller.send(round)
    try {
      const ended = once(caller, 'exit', { signal }).then(([code]) => Promise.reject(new Error(`The caller ended with ${code}.`)))
      const [footprint] = await Promise.race([once(caller, 'message', { signal }), ended])
      return footprint
    } finally {
      controller.abort()
    }
  }

  test(`${calls} calls, one after the other and many at a time, leave nothing behind`, { timeout: 3_600_000 }, async () => {
    const each = Math.ceil(calls / rounds)
    // The first round of each kind is warm-up: code is compiled, connections are opened.
    await run({ calls: each, concurrency: 64 })
    const before = await run({ calls: each, concurrency: 1 })
    let after = before
    for (let round = 2; round < rounds; round++) after = await run({ calls: each, concurrency: round % 2 === 0 ? 64 : 1 })
    console.log(kind, `heap ${before.heapMegabytes.toFixed(1)} MB → ${after.heapMegabytes.toFixed(1)} MB`, after.resources)
    expect(after.heapMegabytes - before.heapMegabytes).toBeLessThan(2)
    // Idle connections stay, as many as calls were under way.
    const { TCPSocketWrap: sockets = 0, ...others } = after.resources
    const { TCPSocketWrap: _, ...othersBefore } = before.resources
    expect(sockets).toBeLessThanOrEqual(130)
    for (const [name, count] of Object.entries(others))
      expect([name, count <= (othersBefore[name] ?? 0) + 2]).toEqual([name, true])
  })
})
