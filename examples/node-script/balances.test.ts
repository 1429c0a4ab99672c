import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { startMockServer } from '@mesh-balance/mock-server'

test('prints the cash of each account, and why one has none', async () => {
  await using mock = await startMockServer({ scenario: 'cash-only' })
  const env = { ...process.env, MESH_CLIENT_ID: 'test', MESH_CLIENT_SECRET: 'test', MESH_BASE_URL: mock.url }
  const { code, output } = await run(['balances.ts', 'coinbase=any', 'kraken=scenario:locked'], env)
  assert.equal(code, 1)
  assert.match(output, /^Coinbase: 512\.3 USD$/m)
  assert.match(output, /^Kraken: .*The person must unlock the account/m)
})

function run(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number | string; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, output) => resolve({ code: error?.code ?? 0, output }))
  })
}
