import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMockFetch } from '@mesh-balance/mock-server'
import { expect, test } from 'vitest'
import { serve, type TestServer } from './support/serve.js'

const keys = { MESH_CLIENT_ID: 'id-of-the-target', MESH_CLIENT_SECRET: 'secret-of-the-target' }
const account = { MESH_AUTH_TOKEN: 'token-of-the-target', MESH_TYPE: 'coinbase' }

/** What the real API is to the suite: a URL that knows its keys. */
const startTarget = async (change: (text: string) => string = (text) => text): Promise<TestServer> => {
  const mock = await createMockFetch()
  return serve(async (response, { method, url, headers, body }) => {
    if (headers['x-client-id'] !== keys.MESH_CLIENT_ID || headers['x-client-secret'] !== keys.MESH_CLIENT_SECRET) {
      response.writeHead(401).end()
      return
    }
    const answer = await mock(`http://target${url}`, { method, headers: headers as Record<string, string>, body })
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      .end(change(await answer.text()))
  })
}

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const suite = ['run', 'test/contract-through-proxy.test.ts', '--coverage.enabled=false', '--reporter=verbose']

const runSuite = (env: Record<string, string>): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    // Not the settings of the run that this test is in.
    const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|MESH_)/.test(name))
    execFile(
      process.execPath,
      [vitest, ...suite],
      { cwd: fileURLToPath(new URL('..', import.meta.url)), env: { ...Object.fromEntries(own), NO_COLOR: '1', ...env } },
      (error, stdout, stderr) => resolve({ code: error ? 1 : 0, output: stdout + stderr }),
    )
  })

const expectNoSecret = (output: string): void => {
  for (const secret of [keys.MESH_CLIENT_SECRET, account.MESH_AUTH_TOKEN]) expect(output).not.toContain(secret)
}

test('the suite passes against a target by its URL, and says what it leaves out', async () => {
  await using target = await startTarget()
  const { code, output } = await runSuite({ MESH_TARGET: target.url, ...keys, ...account })
  expect(output).toContain('[only the mock can be asked for them: unset MESH_TARGET]')
  expect(output).toMatch(/ 1 skipped/)
  expect([code, output]).toEqual([0, expect.not.stringContaining('×')])
  expectNoSecret(output)
  const secrets = target.received.map(({ headers }) => headers['x-client-secret'])
  expect(secrets.filter((secret) => secret === keys.MESH_CLIENT_SECRET).length).toBeGreaterThanOrEqual(5)
  expect(secrets.some((secret) => secret !== keys.MESH_CLIENT_SECRET)).toBe(true)
})

test('the suite says which variables it misses', async () => {
  await using target = await startTarget()
  const withoutAccount = await runSuite({ MESH_TARGET: target.url, ...keys })
  expect(withoutAccount.output).toContain('[it wants an account: set MESH_AUTH_TOKEN and MESH_TYPE]')
  expect(withoutAccount.code).toBe(0)
  const withoutKeys = await runSuite({ MESH_TARGET: target.url })
  expect(withoutKeys.output).toContain('set MESH_CLIENT_ID and MESH_CLIENT_SECRET')
  expect(withoutKeys.code).toBe(1)
})

test('the suite fails where the API has drifted from the document, and tells the place alone', async () => {
  await using target = await startTarget((text) => text.replace(/"cash":-?[\d.]+/, '"cash":"token-of-the-target"'))
  const { code, output } = await runSuite({ MESH_TARGET: target.url, ...keys, ...account })
  expect(code).toBe(1)
  expect(output).toContain('"cash"')
  expect(output).toContain('must be number,null')
  expectNoSecret(output)
})
