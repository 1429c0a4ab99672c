import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { describe, expect, test } from 'vitest'

const entry = fileURLToPath(new URL('../dist/index.js', import.meta.url))

/** An output and all that it imports when it is loaded; what it imports on demand is apart. */
const loadedBy = (path: string, { outputs }: Metafile): string[] => {
  const imports = outputs[path]?.imports.filter(({ kind }) => kind === 'import-statement') ?? []
  return [path, ...imports.flatMap((one) => loadedBy(one.path, { inputs: {}, outputs }))]
}

/** What a browser loads of the package as it is built, minified and gzipped. */
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
  const loaded = loadedBy('out/stdin.js', metafile)
  const files = outputFiles.filter(({ path }) => loaded.some((name) => path.replaceAll('\\', '/').endsWith(name)))
  const inputs = loaded.flatMap((path) => Object.entries(metafile.outputs[path]?.inputs ?? {}))
  return {
    gzip: files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).byteLength, 0),
    text: files.map(({ text }) => text).join(),
    inputs: inputs
      .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes('dist/'))
      .map(([path]) => path.replace(/^.*dist\//, '')),
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
    expect(inputs).toContain('runtime/errors/status-errors.js')
    expect(inputs.filter((path) => !path.startsWith('runtime/errors/'))).toEqual([])
  })

  test('the table of institutions comes alone', async () => {
    const { inputs, text } = await bundle('institutions')
    expect(inputs).toEqual(['generated/facts.gen.js'])
    expect(text).toContain('robinhood')
  })
})
