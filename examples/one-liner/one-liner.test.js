import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { startMockServer } from '@mesh-balance/mock-server'

test('npm run balance -- <authToken> prints the balance', async () => {
  await using mock = await startMockServer()
  const env = { ...process.env, MESH_CLIENT_ID: 'test', MESH_CLIENT_SECRET: 'test', MESH_BASE_URL: mock.url }
  const { stdout } = await promisify(execFile)('npm', ['run', 'balance', '--', 'scenario:margin-account'], { env })
  assert.match(stdout, /totalCashUsdValue: -102\.88/)
})
