import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { CLIENT, contenders } from '../contenders.ts'
import type { Ratios, Section } from '../section.ts'
import { measureOf } from '../statistics.ts'

/** What a browser loads, minified and gzipped. */
export const bytes: Section = async () => {
  const rows = []
  const ratios: Ratios = {}
  for (const [name, { use }] of Object.entries(contenders)) {
    if (use === undefined) continue
    const { outputFiles } = await build({
      stdin: { contents: use, resolveDir: fileURLToPath(new URL('../../peers', import.meta.url)) },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      // Loaded on demand.
      external: ['./drift-reporter.js'],
      write: false,
      logLevel: 'error',
    })
    const contents = outputFiles[0]?.contents ?? new Uint8Array()
    const gzip = measureOf([gzipSync(contents, { level: 9 }).byteLength])
    rows.push({ name, cells: [measureOf([contents.byteLength]), gzip] })
    if (name === CLIENT) ratios['bytes of the client, gzipped'] = gzip
  }
  return { tables: [{ title: 'Bytes in a browser', columns: ['minified', 'gzipped'], rows }], ratios }
}
