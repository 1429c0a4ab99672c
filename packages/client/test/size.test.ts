import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { operations } from '../src/generated/facts.gen.js'

const entry = fileURLToPath(new URL('../dist/index.js', import.meta.url))

/** What a browser loads of the package as it is built, minified and gzipped. */
const bundle = async (names: string) => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${names} } from ${JSON.stringify(entry)}`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // Loaded on demand, from a chunk of its own.
    external: ['./drift-reporter.js'],
    write: false,
  })
  const [file] = outputFiles
  return {
    gzip: gzipSync(file?.contents ?? '', { level: 9 }).byteLength,
    text: file?.text ?? '',
  }
}

describe('in a browser', () => {
  test('the client is at most 8 kB with one operation, without the schemas and the table of institutions', async () => {
    const { gzip, text } = await bundle('createMeshClient')
    // Each further operation brings its URL, its security and its facts.
    expect(gzip).toBeLessThanOrEqual(8150 + 80 * (Object.keys(operations).length - 1))
    expect(text).toContain('maxResponseBytes')
    expect(text).not.toContain('robinhood')
  })

  test('an error class does not bring the client', async () => {
    const { gzip, text } = await bundle('LockedError')
    expect(gzip).toBeLessThanOrEqual(1024)
    expect(text).toContain('unlock')
    for (const part of ['maxResponseBytes', 'ConflictError', 'robinhood']) expect(text).not.toContain(part)
  })

  test('the table of institutions comes alone', async () => {
    const { text } = await bundle('institutions')
    for (const part of ['maxResponseBytes', 'ConflictError']) expect(text).not.toContain(part)
    expect(text).toContain('robinhood')
  })
})
