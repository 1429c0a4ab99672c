import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startMockServer } from '@mesh-balance/mock-server'
import { expect, test } from 'vitest'

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))

test('worker begins runs by its schedule, and ends in order', async () => {
  await using mock = await startMockServer()
  const folder = await mkdtemp(join(tmpdir(), 'mesh-balance-'))
  await writeFile(join(folder, 'worker.csv'), 'id,type,authToken\nada,coinbase,any\n')
  const env = { PATH: process.env['PATH'], MESH_CLIENT_ID: 'id', MESH_CLIENT_SECRET: 'secret', MESH_BASE_URL: mock.url }
  const args = [cli, 'worker', 'worker.csv', '--every', '1s', '--json', '--database', 'worker']
  const child = spawn(process.execPath, args, { cwd: folder, env })
  const exited = once(child, 'exit')
  let stdout = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  await expect.poll(() => stdout, { timeout: 80_000 }).toContain('\n')
  child.kill('SIGTERM')
  expect((await exited)[0]).toBe(0)
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({ account: 'ada', outcome: 'fresh' })
  await rm(folder, { recursive: true })
}, 90_000)
