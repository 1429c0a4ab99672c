// Builds the package: compiles, and leaves in `dist` what an application needs and nothing else.
import { spawnSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const remove = (...paths) => {
  for (const path of paths) rmSync(`dist/${path}`, { recursive: true })
}

rmSync('dist', { recursive: true, force: true })
const { status, error } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (error) throw error
if (status !== 0) process.exit(status)

// valibot and the generated schemas go into the one module that needs them, so that the package has no dependency.
const entry = 'dist/runtime/drift-reporter.js'
await build({
  entryPoints: [entry],
  outfile: entry,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  // These are in the package already.
  external: ['./errors/*', './quietly.js'],
  target: 'es2022',
  logLevel: 'warning',
})
remove('generated/valibot.gen.js', 'generated/valibot.gen.d.ts')
const licence = fileURLToPath(new URL('../LICENSE.md', import.meta.resolve('valibot')))
copyFileSync(licence, 'dist/runtime/drift-reporter.valibot-license.md')

// The generator's own fetch client is compiled, because its types are the contract of ours; nothing of it is used at run time.
remove('generated/client', 'generated/core', 'generated/sdk.gen.d.ts', 'runtime/http-client.d.ts')
