import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const MB = 1_000_000

const footprint = async (count: number): Promise<{ done: number; heap: number; rss: number }> => {
  const script = fileURLToPath(new URL('footprint.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, String(count)])
  return JSON.parse(stdout)
}

test('a million accounts need no more memory than ten thousand', async () => {
  const few = await footprint(10_000)
  const many = await footprint(1_000_000)
  console.log('bytes for 10,000 and for 1,000,000 accounts:', few, many)
  expect(many.done).toBe(1_000_000)
  expect(many.heap - few.heap).toBeLessThan(2 * MB)
  expect(many.rss - few.rss).toBeLessThan(80 * MB)
})
