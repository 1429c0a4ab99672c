import { afterEach, expect, test, vi } from 'vitest'
import * as mesh from '../src/index.js'
import { fixedTransport, okAnswer } from './support/fixed-transport.js'
import { authToken, clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'

const account = { authToken, type: 'coinbase' } as const
const levels = ['debug', 'info', 'warn', 'error'] as const
const quotes = `You sent ${authToken} and ${clientSecret}.`
const failsOnce = () =>
  fixedTransport((_, number) =>
    number === 1
      ? Response.json(
          { status: 'serverFailure', message: quotes },
          { status: 500, statusText: 'No', headers: { 'x-request-id': authToken } },
        )
      : okAnswer({ note: quotes }),
  )
const clientOf = (options: mesh.MeshClientOptions<'number'>) =>
  mesh.createMeshClient({ clientId, clientSecret, retry: { minDelay: 0 }, transport: failsOnce(), ...options })

const recorder = () => {
  const lines: unknown[][] = []
  const logger = Object.fromEntries(
    levels.map((level) => [level, (...line: unknown[]) => lines.push([level, ...line])]),
  ) as unknown as mesh.Logger
  return { lines, logger }
}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test('a logger is told what happens, with allow-listed fields', async () => {
  const { lines, logger } = recorder()
  await clientOf({ logger }).getBalance(account)
  expect(lines.map(([level, message]) => `${level} ${message}`)).toEqual([
    'debug mesh: getBalance begins attempt 1',
    'debug mesh: getBalance got HTTP status 500',
    'info mesh: getBalance is repeated',
    'debug mesh: getBalance begins attempt 2',
    'debug mesh: getBalance got HTTP status 200',
  ])
  expect(lines[0]?.[2]).toEqual({ operation: 'getBalance', attempt: 1 })
  expect(lines[1]?.[2]).toEqual({ operation: 'getBalance', attempt: 1, httpStatus: 500, duration: expect.any(Number) })
  for (const line of lines) expect((line[2] as mesh.LogFields).duration ?? 0).toBeLessThan(performance.now())
  expect(lines[2]?.[2]).toEqual({
    operation: 'getBalance',
    attempt: 1,
    error: 'ServerFailureError',
    duration: expect.any(Number),
    delay: expect.any(Number),
  })
  expectNoSecretIn(lines)
})

test('a call that fails in the end is an error', async () => {
  const { lines, logger } = recorder()
  await clientOf({ logger, retry: false })
    .getBalance(account)
    .catch(() => {})
  expect(lines.at(-1)).toMatchObject(['error', 'mesh: getBalance failed at attempt 1', { error: 'ServerFailureError' }])
  expectNoSecretIn(lines)
})

test.each([
  ['under way', 'info mesh: getBalance failed at attempt 1'],
  ['waiting to be repeated', 'info mesh: getBalance is repeated'],
])('a call that its caller ends while it is %s is no error, and the last that is told', async (what, last) => {
  const { lines, logger } = recorder()
  const controller = new AbortController()
  const transport: mesh.Transport = what === 'under way' ? () => new Promise(() => {}) : failsOnce()
  const call = clientOf({ logger, transport, retry: { minDelay: 20_000 } }).getBalance(account, { signal: controller.signal })
  await vi.waitUntil(() => lines.length === (what === 'under way' ? 1 : 3))
  controller.abort()
  await expect(call).rejects.toBeInstanceOf(mesh.MeshAbortError)
  expect(lines.at(-1)?.slice(0, 2).join(' ')).toBe(last)
})

test('a logger that throws does not fail the call', async () => {
  const broken = () => {
    throw new Error('disk full')
  }
  const logger: mesh.Logger = { debug: broken, info: broken, warn: broken, error: broken }
  expect(await clientOf({ logger }).getBalance(account)).toHaveProperty('note')
})

const spies = () => levels.map((level) => vi.spyOn(console, level).mockImplementation(() => {}))

test('nothing is logged by default', async () => {
  vi.stubEnv('MESH_LOG', '')
  const console = spies()
  await clientOf({}).getBalance(account)
  for (const spy of console) expect(spy).not.toHaveBeenCalled()
})

test.each([
  ['debug', [4, 1, 0, 0]],
  ['INFO', [0, 1, 0, 0]],
  ['warn', [0, 0, 0, 0]],
  ['loud', [0, 0, 0, 0]],
])('MESH_LOG=%s logs to the console from that level on', async (level, counts) => {
  vi.stubEnv('MESH_LOG', level)
  const console = spies()
  await clientOf({}).getBalance(account)
  expect(console.map((spy) => spy.mock.calls.length)).toEqual(counts)
  expectNoSecretIn(console.map((spy) => spy.mock.calls))
})
