import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const entry = new URL('../dist/index.js', import.meta.url).href
const run = (code: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
  }).trim()

// Each of these loads undici, which takes longer than all of the package.
test.each(['fetch', 'Headers', 'Request', 'Response', 'FormData', 'WebSocket', 'ReadableStream', 'Blob', 'crypto'])(
  'importing the client, and making one, does not look at the global %s',
  (name) => {
    const code = `
      let looks = 0
      const real = Object.getOwnPropertyDescriptor(globalThis, '${name}')
      Object.defineProperty(globalThis, '${name}', { configurable: true, get: () => { looks++; return real.get ? real.get.call(globalThis) : real.value } })
      const { createMeshClient } = await import('${entry}')
      createMeshClient({ clientId: 'a', clientSecret: 'b' })
      const before = looks
      globalThis['${name}']
      console.log(before, looks)`
    expect(run(code)).toBe('0 1')
  },
)

test('importing the client loads no module of Node', () => {
  const code = `
    const before = new Set(process.moduleLoadList)
    await import('data:text/javascript,export {}')
    const empty = new Set(process.moduleLoadList)
    await import('${entry}')
    console.log(JSON.stringify(process.moduleLoadList.filter((name) => !empty.has(name))))`
  expect(JSON.parse(run(code))).toEqual([])
})
