import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { operations } from '../src/generated/facts.gen.js'

const entry = fileURLToPath(new URL('../dist/index.js', import.meta.url))

/** What a browser loads of the package as it is built, minified and gzipped. */
const bundle = async (names: string) => {
  const { outputFiles, metafile } = await build({
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
    metafile: true,
  })
  const [output] = Object.values(metafile.outputs)
  const [file] = outputFiles
  return {
    gzip: gzipSync(file?.contents ?? '', { level: 9 }).byteLength,
    text: file?.text ?? '',
    inputs: Object.entries(output?.inputs ?? {})
      .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes('dist/'))
      .map(([path]) => path.replace(/^.*dist\//, '')),
  }
}

describe('in a browser', () => {
  test('the client is at most 8 kB with one operation, without the schemas and the table of institutions', async () => {
    const { gzip, inputs, text } = await bundle('createMeshClient')
    // Each further operation brings its URL, its security and its facts.
    expect(gzip).toBeLessThanOrEqual(8000 + 80 * (Object.keys(operations).length - 1))
    expect(inputs).toContain('runtime/call.js')
    expect(text).not.toContain('robinhood')
  })

  test('an error class does not bring the client', async () => {
    const { gzip, inputs } = await bundle('LockedError')
    expect(gzip).toBeLessThanOrEqual(1024)
    expect(inputs).toContain('runtime/errors/status-errors.js')
    expect(inputs.filter((path) => !path.startsWith('runtime/errors/'))).toEqual([])
  })

  test('the table of institutions comes alone', async () => {
    const { inputs, text } = await bundle('institutions')
    expect(inputs).toEqual(['generated/facts.gen.js'])
    expect(text).toContain('robinhood')
  })
})
