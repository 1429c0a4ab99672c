import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type MockServer, startMockServer } from '@mesh-balance/mock-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPostgres } from '../databases.ts'

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
let mock: MockServer
let folder: string
beforeAll(async () => {
  mock = await startMockServer()
  folder = await mkdtemp(join(tmpdir(), 'mesh-balance-'))
})
afterAll(async () => {
  await mock?.close()
  await rm(folder, { recursive: true, force: true })
})

const environment = (more: NodeJS.ProcessEnv = {}) => ({
  PATH: process.env['PATH'],
  MESH_CLIENT_ID: 'id',
  MESH_CLIENT_SECRET: 'the-secret',
  MESH_BASE_URL: mock.url,
  ...more,
})

interface Ended {
  code: number
  stdout: string
  stderr: string
}

const run = (args: string[], { env = {}, input = '' }: { env?: NodeJS.ProcessEnv; input?: string } = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...args], { cwd: folder, env: environment(env) }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
    child.stdin?.end(input)
  })

const file = async (name: string, content: string): Promise<string> => {
  await writeFile(join(folder, name), content)
  return name
}

describe('mesh-balance', () => {
  test('tells how it is used, with examples and exit codes', async () => {
    const { code, stdout } = await run(['--help'])
    expect(code).toBe(0)
    for (const word of ['get', 'refresh', 'worker', 'status', 'export', 'reconnected', 'Exit codes', 'Examples'])
      expect(stdout).toContain(word)
  })

  test.each([
    [['dance'], 'There is no command "dance"'],
    [['get'], '--type'],
    [['get', '--type', 'the bank'], 'the bank'],
    [['get', '--type', 'coinbase'], 'There is no authToken'],
    [['get', '--type', 'coinbase', 'very-secret'], 'An authToken is never given as an argument'],
    [['refresh'], 'one file'],
    [['refresh', 'missing.csv'], 'missing.csv cannot be read'],
    [['refresh', '.'], 'is a folder'],
    [['reconnected'], 'ids of accounts'],
  ])('refuses %j with 2', async (args, message) => {
    const { code, stdout, stderr } = await run(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('very-secret')
  })
})

describe('get', () => {
  const get = ['get', '--type', 'coinbase']
  test('takes the token from the environment or from standard input', async () => {
    const fromEnvironment = await run([...get, '--json'], { env: { MESH_AUTH_TOKEN: 'any' } })
    expect(fromEnvironment).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(fromEnvironment.stdout)).toHaveProperty('balances')
    const fromInput = await run(get, { input: 'any\n' })
    expect(fromInput.code).toBe(0)
    expect(fromInput.stdout).toMatch(/^CURRENCY +CASH +BUYING POWER\n/)
  })

  test('tells failures apart by its exit code, and shows no secret', async () => {
    const locked = await run(get, { input: 'scenario:locked' })
    expect(locked.code).toBe(1)
    expect((await run(get, { input: 'scenario:unauthorized-token' })).code).toBe(3)
    for (const secret of ['scenario:', 'the-secret']) expect(locked.stderr).not.toContain(secret)
    const json = await run([...get, '--json'], { input: 'scenario:locked' })
    expect(JSON.parse(json.stderr)).toEqual({ error: { name: 'LockedError', message: expect.any(String) } })
  })
})

if (!existsSync('/dev/full')) console.log('Skipped: there is no /dev/full, which is a full disk.')
test.skipIf(!existsSync('/dev/full'))(
  'an output that cannot be written is a failure, and a reader that leaves is none',
  async () => {
    const endsWith = async (output: string) => {
      const child = spawn('sh', ['-c', `"$0" "$1" --help ${output}`, process.execPath, cli], { env: environment() })
      let stderr = ''
      child.stderr.on('data', (chunk) => {
        stderr += chunk
      })
      const [code] = await once(child, 'close')
      return { code, stderr }
    }
    expect(await endsWith('> /dev/full')).toEqual({
      code: 1,
      stderr: expect.stringContaining('The output cannot be written: ENOSPC'),
    })
    expect(await endsWith('| true')).toEqual({ code: 0, stderr: '' })
  },
)

test('accounts that cannot be used are told by their lines, and nothing is read', async () => {
  const name = await file('bad.csv', 'id,type,authToken\na,bank,very-secret\nb,coinbase\n')
  const { code, stdout, stderr } = await run(['refresh', name, '--database', 'nowhere'])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toBe('mesh-balance: bad.csv:2: there is no institution "bank".\nbad.csv:3: 2 fields, and the header has 3.\n')
})

// Each with a database of its own; they mostly wait.
describe('refresh', () => {
  test.concurrent('reads all accounts of a file, and what is stored can be looked at', async () => {
    const database = ['--database', await newPostgres('refresh')]
    const csv =
      '\uFEFFid,type,authToken\r\nada,coinbase,any\r\n"grace, h",kraken,scenario:unauthorized-token\r\nalan,kraken,scenario:locked\r\n'
    const refreshed = await run(['refresh', await file('accounts.csv', csv), ...database])
    expect(refreshed).toMatchObject({ code: 3, stdout: 'Run 1: 3 accounts, 1 read, 1 failed, 1 to be connected again.\n' })
    expect(refreshed.stderr).toContain('3 of 3 accounts, 2 not read')

    const { stdout } = await run(['export', ...database])
    expect(stdout).toMatch(/^account,type,currency,cash,buyingPower,cryptocurrencyBuyingPower,readAt\nada,coinbase,/)
    const lines = (await run(['export', '--json', ...database])).stdout.trim().split('\n')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ account: 'ada', type: 'coinbase', cash: expect.any(String) })
    expect((await run(['export', '--format', 'table', ...database])).stdout).toMatch(/^ACCOUNT +TYPE/)

    expect((await run(['status', ...database])).stdout).toContain(
      'Accounts: 1 fresh, 1 failing, 1 to be connected again, 0 never read',
    )
    expect(JSON.parse((await run(['status', '--json', ...database])).stdout)).toMatchObject({ accounts: { fresh: 1, parked: 1 } })
    expect((await run(['reconnected', 'grace, h', 'ada', ...database])).stdout).toBe(
      'grace, h: the next run reads it\nada: was not waiting to be connected again\n',
    )
    const again = await run([
      'refresh',
      await file('good.jsonl', '{"id":"ada","type":"coinbase","authToken":"any"}\n'),
      '--json',
      ...database,
    ])
    expect(again.code).toBe(0)
    expect(JSON.parse(again.stdout)).toMatchObject({ id: 2, accounts: 1, fresh: 1 })
  }, 60_000)

  test.concurrent('finishes what is under way on SIGINT, says how to go on, and goes on', async () => {
    const database = ['--database', await newPostgres('interrupted')]
    const rows = Array.from({ length: 60 }, (_, id) => `account ${id},coinbase,fault:latency=100`).join('\n')
    const name = await file('many.csv', `id,type,authToken\n${rows}\n`)
    const args = [cli, 'refresh', name, '--concurrency', '2', ...database]
    const child: ChildProcess = spawn(process.execPath, args, { cwd: folder, env: environment() })
    const exited = once(child, 'exit')
    let stderr = ''
    child.stderr?.on('data', (chunk) => {
      stderr += chunk
    })
    await expect.poll(() => stderr, { timeout: 30_000 }).toContain('of 60 accounts')
    child.kill('SIGINT')
    expect((await exited)[0]).toBe(130)
    expect(stderr).toContain('To go on: the same command again.')
    const rest = await run(['refresh', name, '--concurrency', '20', ...database])
    expect(rest.stderr).toContain('Going on with run')
    expect(rest).toMatchObject({ code: 0, stdout: expect.stringContaining('60 accounts, 60 read') })
  }, 90_000)

  test.concurrent('stops between two batches where it is ended while it queues', async () => {
    const database = ['--database', await newPostgres('queueing')]
    const rows = Array.from({ length: 60_000 }, (_, id) => `account ${id},coinbase,any`).join('\n')
    const name = await file('queueing.csv', `id,type,authToken\n${rows}\n`)
    const child = spawn(process.execPath, [cli, 'refresh', name, ...database], { cwd: folder, env: environment() })
    const exited = once(child, 'exit')
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    const accounts = async () => JSON.parse((await run(['status', '--json', ...database])).stdout).runs[0]?.accounts ?? 0
    await expect.poll(accounts, { timeout: 20_000 }).toBeGreaterThan(0)
    child.kill('SIGINT')
    expect((await exited)[0]).toBe(130)
    expect(stderr).toContain('Not every account is queued. To go on: the same command again.')
  })

  test.concurrent('says what is wrong with a database', async () => {
    const name = await file('one.csv', 'id,type,authToken\nada,coinbase,any\n')
    const down = await run(['refresh', name], { env: { DATABASE_URL: 'postgres://user:the-password@127.0.0.1:1/balances' } })
    expect(down.code).toBe(1)
    expect(down.stderr).toContain('PostgreSQL at 127.0.0.1:1/balances cannot be reached')
    expect(down.stderr).not.toContain('the-password')
    await writeFile(join(folder, 'taken.lock'), String(process.pid))
    await mkdir(join(folder, 'taken'))
    expect((await run(['status', '--database', 'taken'])).stderr).toContain(`in use by process ${process.pid}`)
    await writeFile(join(folder, 'a-file'), 'text')
    expect(await run(['status', '--database', 'a-file'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('a-file is a file'),
    })
    expect(await run(['status', '--database', 'nowhere'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no database in nowhere'),
    })
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
    const quoted = await run(['status'], { env: { DATABASE_URL: '"postgres://user:the-password@127.0.0.1:1/balances"' } })
    expect(quoted.code).toBe(1)
    expect(quoted.stderr).not.toContain('the-password')
  })

  test('ends with wrong keys, after one try', async () => {
    mock.use('invalid-client-credentials')
    const name = await file('keys.csv', 'id,type,authToken\nada,coinbase,any\n')
    const { code, stderr } = await run(['refresh', name, '--database', await newPostgres('keys')])
    mock.reset()
    expect(code).toBe(1)
    expect(stderr).toContain('Check clientId, clientSecret')
  })
})

describe('worker', () => {
  test('keeps the schedule that it is given, until it is told otherwise', async () => {
    const database = ['--database', await newPostgres('schedule')]
    const name = await file('scheduled.csv', 'id,type,authToken\nada,coinbase,any\n')
    const scheduled = async () => JSON.parse((await run(['status', '--json', ...database])).stdout).schedule
    const startAndEnd = async (...args: string[]) => {
      const child = spawn(process.execPath, [cli, 'worker', name, ...args, ...database], { cwd: folder, env: environment() })
      const exited = once(child, 'exit')
      await expect.poll(() => String(child.stderr.read() ?? ''), { timeout: 20_000 }).toContain('End with Ctrl-C')
      child.kill('SIGTERM')
      expect((await exited)[0]).toBe(0)
    }
    await startAndEnd('--every', '15m')
    await startAndEnd()
    expect(await scheduled()).toBe('FREQ=MINUTELY;INTERVAL=15')
    await startAndEnd('--cron', '0 6 * * *')
    expect(await scheduled()).toBe('0 6 * * *')
    await startAndEnd('--every', 'off')
    expect(await scheduled()).toBeNull()
    const { code, stderr } = await run(['worker', name, '--cron', 'at dawn', ...database])
    expect(code).toBe(2)
    expect(stderr).toContain('"at dawn" is no cron expression and no recurrence rule')
  })
})
