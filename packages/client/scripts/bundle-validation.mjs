// Puts valibot and the generated schemas into the one module that needs them, so that the package has no dependency.
import { copyFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const entry = 'dist/runtime/drift-reporter.js'
await build({
  entryPoints: [entry],
  outfile: entry,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  // These are in the package already.
  external: ['./errors/*'],
  target: 'es2022',
  logLevel: 'warning',
})
for (const name of ['valibot.gen.js', 'valibot.gen.d.ts']) rmSync(`dist/generated/${name}`)
copyFileSync(
  fileURLToPath(new URL('../LICENSE.md', import.meta.resolve('valibot'))),
  'dist/runtime/drift-reporter.valibot-license.md',
)
