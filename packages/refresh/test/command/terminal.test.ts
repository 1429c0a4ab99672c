import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type MockServer, startMockServer } from '@mesh-balance/mock-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPostgres } from '../databases.ts'

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const hasScript = /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '')
if (!hasScript) console.log('Skipped: there is no terminal to be had, because the command script of util-linux is missing.')

let mock: MockServer
let folder: string
beforeAll(async () => {
  mock = await startMockServer()
  folder = await mkdtemp(join(tmpdir(), 'mesh-balance-terminal-'))
})
afterAll(async () => {
  await mock?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command on a terminal, and types when it has shown what is waited for. */
const onTerminal = async (args: string[], typed: Record<string, string> = {}): Promise<{ code: number; shown: string }> => {
  const line = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(' ')
  const env = { PATH: process.env['PATH'], MESH_CLIENT_ID: 'id', MESH_CLIENT_SECRET: 'secret', MESH_BASE_URL: mock.url }
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', line, '/dev/null'], { cwd: folder, env })
  const exited = once(child, 'exit')
  let shown = ''
  child.stdout.on('data', (chunk) => {
    shown += chunk
    for (const [awaited, keys] of Object.entries(typed)) {
      if (!shown.includes(awaited)) continue
      delete typed[awaited]
      child.stdin.write(keys)
    }
  })
  const [code] = await exited
  return { code, shown }
}

describe.skipIf(!hasScript)('on a terminal', () => {
  const get = ['get', '--type', 'coinbase']

  test('get asks for the token and does not show it', async () => {
    const { code, shown } = await onTerminal(get, { 'authToken (not shown): ': 'typed-token\r' })
    expect(shown).toMatch(/^authToken \(not shown\): \r?\nCURRENCY +CASH/)
    expect(shown).not.toContain('typed-token')
    expect(code).toBe(0)
  })

  test.each([
    ['Ctrl-C', '\x03', 130, ''],
    ['Ctrl-D', '\x04', 2, 'There is no authToken'],
    ['Enter', '\r', 2, 'There is no authToken'],
  ])('get takes %s for an answer', async (_, key, expected, message) => {
    const { code, shown } = await onTerminal(get, { 'authToken (not shown): ': key })
    expect(shown).toContain(message)
    expect(code).toBe(expected)
  })

  test('refresh draws a bar over itself, with rate, failures and time left', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, id) => `account ${id},coinbase,${id === 7 ? 'scenario:locked' : 'fault:latency=80'}`,
    )
    await writeFile(join(folder, 'accounts.csv'), `id,type,authToken\n${rows.join('\n')}\n`)
    const database = await newPostgres('terminal')
    const { code, shown } = await onTerminal(['refresh', 'accounts.csv', '--concurrency', '2', '--database', database])
    const lines = shown.split('\r\x1b[K')
    expect(lines.length).toBeGreaterThan(3)
    expect(lines[1]).toMatch(/^\[#* +\] \d+ of 40 accounts, \d not read, [\d.]+ a second, \d+ s left$/)
    expect(lines.at(-1)).toMatch(
      /^\[#{24}\] 40 of 40 accounts, 1 not read, .*, 0 s left\r\nRun 1: 40 accounts, 39 read, 1 failed/,
    )
    expect(code).toBe(3)
  })

  test('refresh finishes what is under way at Ctrl-C, and says how to go on', async () => {
    const rows = Array.from({ length: 60 }, (_, id) => `account ${id},coinbase,fault:latency=100`)
    await writeFile(join(folder, 'many.csv'), `id,type,authToken\n${rows.join('\n')}\n`)
    const database = await newPostgres('terminal-interrupted')
    const args = ['refresh', 'many.csv', '--concurrency', '2', '--database', database]
    const { code, shown } = await onTerminal(args, { 'of 60 accounts': '\x03' })
    expect(shown).toMatch(/\r\nFinishing what is under way\..*\r\n/)
    expect(shown).toMatch(/Run 1 is not finished\. To go on: the same command again\.\r\n$/)
    expect(code).toBe(130)
  })

  test('export shows a table', async () => {
    const { shown } = await onTerminal(['export', '--database', await newPostgres('terminal-export')])
    expect(shown).toMatch(/^ACCOUNT +TYPE +CURRENCY/)
  })
})
