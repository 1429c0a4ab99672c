import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { operations } from '../src/generated/facts.gen.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const manifest: { exports: Record<string, string | { default: string }>; peerDependencies: Record<string, string> } = JSON.parse(
  readFileSync(`${root}package.json`, 'utf8'),
)
const subpaths = Object.entries(manifest.exports).flatMap(([path, target]) =>
  path === '.' || typeof target === 'string' ? [] : [[path, target.default] as const],
)

/** What a browser loads of the package as it is built, minified and gzipped. */
const bundle = async (names: string, module = 'dist/index.js') => {
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from ${JSON.stringify(`./${module}`)}`, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // Loaded on demand, from a chunk of its own.
    external: ['./drift-reporter.js', 'node:*', ...Object.keys(manifest.peerDependencies)],
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
    const { gzip, text } = await bundle('{ createMeshClient }')
    // Each further operation brings its URL, its security and its facts.
    expect(gzip).toBeLessThanOrEqual(8000 + 80 * (Object.keys(operations).length - 1))
    expect(text).toContain('maxResponseBytes')
    expect(text).not.toContain('robinhood')
  })

  test('an error class does not bring the client', async () => {
    const { gzip, text } = await bundle('{ LockedError }')
    expect(gzip).toBeLessThanOrEqual(1024)
    expect(text).toContain('unlock')
    for (const part of ['maxResponseBytes', 'ConflictError', 'robinhood']) expect(text).not.toContain(part)
  })

  test('the table of institutions comes alone', async () => {
    const { text } = await bundle('{ institutions }')
    for (const part of ['maxResponseBytes', 'ConflictError']) expect(text).not.toContain(part)
    expect(text).toContain('robinhood')
  })

  test.each(subpaths)('%s is at most 2 kB, and does not bring the client', async (_, file) => {
    const { gzip, text } = await bundle('*', file)
    expect(gzip).toBeLessThanOrEqual(2048)
    expect(text).not.toContain('maxResponseBytes')
  })

  test('the schemas are a chunk of at most 4 kB with one operation', async () => {
    const { gzip, text } = await bundle('*', 'dist/drift-reporter.js')
    expect(text).toContain('robinhood')
    expect(gzip).toBeLessThanOrEqual(4096 + 250 * (Object.keys(operations).length - 1))
  })
})
