import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startMockServer } from '../../src/index.js'
import { balancePath, send } from '../mesh-request.js'
import { selfSigned } from './self-signed.js'
import { answering, type FakeUpstream, startUpstream } from './upstream.js'

// The command as it is published: what the build made, by a Node of its own.
const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

let folder: string
let upstream: FakeUpstream
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mesh-mock-proxy-'))
  upstream = await startUpstream(answering({}))
})
afterAll(async () => {
  await upstream[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

interface Started {
  process: ChildProcessWithoutNullStreams
  url: string
  ended: Promise<Ended>
}

function run(args: string[], onOutput: (text: string, child: ChildProcessWithoutNullStreams) => void = () => {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, 'proxy', ...args])
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk
      onOutput(stdout + stderr, child)
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk
      onOutput(stdout + stderr, child)
    })
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

function serving(...args: string[]): Promise<Started> {
  return new Promise((resolve, reject) => {
    const ended = run([...args, '--port', '0'], (output, child) => {
      const url = / listens on (http:\/\/[^,\s]+),/.exec(output)?.[1]
      if (url !== undefined) resolve({ process: child, url, ended })
    })
    ended.then(({ stderr }) => reject(new Error(`The command ended: ${stderr}`)), reject)
  })
}

async function stopped({ process: child, ended }: Started, signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
  child.kill(signal)
  return ended
}

test('an exchange under way is finished on a signal, and its violations count; a second signal ends it', async () => {
  let answer = () => {}
  await using slow = await startUpstream((response, request) => {
    answer = () => answering('{"status":"nope"}')(response, request)
  })
  for (const patient of [true, false]) {
    const proxy = await serving(slow.url)
    const pending = send(proxy.url).then(
      (response) => response.text(),
      () => 'broken',
    )
    const before = slow.received.length
    while (slow.received.length === before) await turn()
    proxy.process.kill('SIGTERM')
    // It has stopped listening when it has heard the signal.
    while (await canConnect(proxy.url)) await turn()
    if (patient) answer()
    else proxy.process.kill('SIGTERM')
    expect(await pending).toBe(patient ? '{"status":"nope"}' : 'broken')
    expect((await proxy.ended).code).toBe(patient ? 1 : 0)
  }
})

function canConnect(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => resolve(true))
    socket.on('connect', () => socket.destroy()).on('error', () => resolve(false))
  })
}

test.for(['SIGINT', 'SIGTERM'] as const)('no violation: a summary and 0 on %s', async (signal) => {
  await using mock = await startMockServer()
  const proxy = await serving(mock.url)
  expect((await send(proxy.url)).status).toBe(200)
  const { code, stdout, stderr } = await stopped(proxy, signal)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toBe(
    `mesh-mock proxy listens on ${proxy.url}, upstream ${mock.url}\n1 request, 0 violations, 0 failures of the upstream\n`,
  )
})

test('violations: each is printed once and reported, and 1', async () => {
  const report = join(folder, 'report.jsonl')
  const proxy = await serving(`${upstream.url}/base/`, '--report', report)
  upstream.answer = answering({ content: { totalCashUsdValue: 'hush-hush' } })
  for (let call = 0; call < 3; call += 1) expect((await send(proxy.url)).status).toBe(200)
  await send(proxy.url, { body: '{"authToken":["hush-hush"],"type":"coinbase"}' })
  const { code, stdout, stderr } = await stopped(proxy)
  expect([code, stderr]).toEqual([1, ''])
  expect(stdout.trimEnd().split('\n').slice(1)).toEqual([
    `violation: POST ${balancePath}, response 200, body.content.totalCashUsdValue: must be number,null (type)`,
    `violation: POST ${balancePath}, request, body.authToken: must be string (type)`,
    '4 requests, 2 violations (seen 5 times), 0 failures of the upstream',
  ])
  const lines = (await readFile(report, 'utf8')).trimEnd().split('\n')
  const place = { method: 'POST', path: balancePath, code: 'type', at: expect.any(String) }
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      ...place,
      httpStatus: 200,
      location: ['response', 'body', 'content', 'totalCashUsdValue'],
      message: 'must be number,null',
    },
    { ...place, location: ['request', 'body', 'authToken'], message: 'must be string' },
  ])
  expect(stdout + lines.join()).not.toContain('hush-hush')
})

test('--report - leaves the standard output to the report', async () => {
  const proxy = await serving(upstream.url, '--report', '-')
  upstream.answer = answering('')
  await send(proxy.url)
  const { code, stdout, stderr } = await stopped(proxy)
  expect(code).toBe(1)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).code),
  ).toEqual(['empty'])
  expect(stderr).toMatch(/ listens on .*\nviolation: .*\n1 request, 1 violation, 0 failures of the upstream\n$/)
})

test('--errors and --document', async () => {
  const document = join(folder, 'ping.json')
  const get = { responses: { 200: { description: 'x', content: { 'application/json': { schema: { type: 'number' } } } } } }
  await writeFile(
    document,
    JSON.stringify({ openapi: '3.1.0', info: { title: 'Ping', version: '1' }, paths: { '/ping': { get } } }),
  )
  const proxy = await serving('--errors', '--document', document, upstream.url)
  upstream.answer = answering('"text"')
  expect((await fetch(`${proxy.url}/ping`)).status).toBe(502)
  expect((await fetch(`${proxy.url}/pong`)).status).toBe(422)
  expect((await stopped(proxy)).code).toBe(1)
})

test('an upstream of https: whose authority is given to Node', async () => {
  const authority = join(folder, 'authority.pem')
  await writeFile(authority, selfSigned.cert)
  const api = createServer(
    selfSigned,
    (_, response) => void response.setHeader('Content-Type', 'application/json').end('{}'),
  ).listen(0, '127.0.0.1')
  await once(api, 'listening')
  vi.stubEnv('NODE_EXTRA_CA_CERTS', authority)
  const proxy = await serving(`https://localhost:${(api.address() as AddressInfo).port}`)
  vi.unstubAllEnvs()
  expect((await send(proxy.url)).status).toBe(200)
  expect((await stopped(proxy)).code).toBe(0)
  api.close()
})

test('an upstream that is not there is a line and no violation', async () => {
  const proxy = await serving('http://127.0.0.1:9', '--timeout', '5000')
  expect((await send(proxy.url)).status).toBe(502)
  const { code, stdout } = await stopped(proxy)
  expect(code).toBe(0)
  expect(stdout.trimEnd().split('\n').slice(1)).toEqual([
    `failure: POST ${balancePath}: The upstream refuses connections (ECONNREFUSED).`,
    '1 request, 0 violations, 1 failure of the upstream',
  ])
})

test('--help names every option', async () => {
  const { code, stdout } = await run(['--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('Usage: mesh-mock proxy <upstream>')
  for (const option of ['port', 'host', 'document', 'report', 'errors', 'timeout', 'help'])
    expect(stdout).toContain(`  --${option} `)
})

describe.concurrent('what cannot work ends with one line and an exit code', () => {
  const somewhere = 'http://127.0.0.1:9'

  test.for([
    [2, /There is no upstream\. Give its URL/, []],
    [2, /There is one upstream, not 2/, [somewhere, somewhere]],
    [2, /The upstream is not a URL\. Give it as a URL/, ['example.com']],
    [2, /The upstream carries credentials/, ['https://me:hush@example.com']],
    [2, /Unknown option '--nope'\. "mesh-mock proxy --help"/, [somewhere, '--nope']],
    [2, /The port "abc" is not a number/, [somewhere, '--port', 'abc']],
    [2, /The timeout "0" is not a number of milliseconds/, [somewhere, '--timeout', '0']],
    [2, /The report is empty/, [somewhere, '--report=']],
    [2, /The host is empty/, [somewhere, '--host=']],
    [1, /absent\.yaml: there is no such file/, [somewhere, '--document', 'absent.yaml']],
    [1, /Cannot write the report: ENOENT.*absent/, [somewhere, '--report', join('absent', 'report.jsonl')]],
    [1, /The host 192\.0\.2\.1 is not an address of this machine/, [somewhere, '--host', '192.0.2.1', '--port', '0']],
  ] satisfies [number, RegExp, string[]][])('%i %s', async ([code, message, args], { expect }) => {
    const ended = await run(args)
    expect(ended.stderr).toMatch(message)
    expect(ended.stderr).toMatch(/^mesh-mock: [^\n]+\n$/)
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(ended.stderr).not.toContain('hush')
  })
})
