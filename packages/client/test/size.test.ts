import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'

const entry = fileURLToPath(new URL('../dist/index.js', import.meta.url))

/** What a browser loads of the package as it is built, minified and gzipped; chunks that it loads on demand are apart. */
const bundle = async (names: string) => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { ${names} } from ${JSON.stringify(entry)}`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: 'out',
    write: false,
    metafile: true,
  })
  const [main] = outputFiles.filter(({ path }) => path.endsWith('stdin.js'))
  const loaded = Object.entries(metafile.outputs).filter(([path]) => !path.includes('drift-reporter'))
  const inputs = loaded.flatMap(([, output]) =>
    Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  )
  const files = outputFiles.filter(({ path }) => !path.includes('drift-reporter'))
  return {
    gzip: files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).byteLength, 0),
    inputs: inputs.map(([path]) => path.replace(/^.*dist\//, '')),
    text: main?.text ?? '',
  }
}

describe('in a browser', () => {
  test('the client is at most 8 kB, without the schemas and the table of institutions', async () => {
    const { gzip, inputs, text } = await bundle('createMeshClient')
    expect(gzip).toBeLessThanOrEqual(8192)
    expect(inputs).toContain('runtime/call.js')
    expect(inputs).not.toContain('runtime/drift-reporter.js')
    expect(text).not.toContain('robinhood')
  })

  test('an error class does not bring the client', async () => {
    const { gzip, inputs } = await bundle('LockedError')
    expect(gzip).toBeLessThanOrEqual(1024)
    expect(inputs.filter((path) => !path.startsWith('runtime/errors/') && path !== '<stdin>' && !path.endsWith('stdin'))).toEqual(
      [],
    )
  })

  test('the table of institutions comes alone', async () => {
    const { inputs } = await bundle('institutions')
    expect(inputs.filter((path) => path.startsWith('runtime/'))).toEqual([])
  })
})
