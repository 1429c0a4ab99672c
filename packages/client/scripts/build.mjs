// Builds the package: declarations by tsc, code by esbuild, and leaves in `dist` what an application needs and nothing else.
import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

rmSync('dist', { recursive: true, force: true })
const { status, error } = spawnSync('tsc', ['-p', 'tsconfig.build.json', '--emitDeclarationOnly'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (error) throw error
if (status !== 0) process.exit(status)

// One file for each way into the package: Node takes longer to find sixty small files than to run them (docs/adr/0016). The error classes
// have a file of their own, so that there is one of each, and bundlers leave out the client where one of them is all that is wanted. valibot
// and the generated schemas go into the one file that needs them, so that the package has no dependency.
const errorsFromTheirFile = {
  name: 'errors-from-their-file',
  setup: ({ onResolve }) => onResolve({ filter: /\/errors\// }, () => ({ path: './errors.js', external: true })),
}
const options = { bundle: true, format: 'esm', platform: 'neutral', target: 'es2022', logLevel: 'warning' }
const errors = globSync('src/runtime/errors/*.ts').map((path) => `export * from './${basename(path)}'`)
await build({
  ...options,
  stdin: { contents: errors.sort().join('\n'), resolveDir: 'src/runtime/errors' },
  outfile: 'dist/errors.js',
})
const bundle = (entry, ...external) =>
  build({
    ...options,
    entryPoints: [`src/${entry}.ts`],
    outfile: `dist/${basename(entry)}.js`,
    external,
    plugins: [errorsFromTheirFile],
  })
await bundle('index', './drift-reporter.js')
await bundle('runtime/drift-reporter')
await bundle('opentelemetry', '@opentelemetry/api')
await bundle('undici', 'undici', 'node:*')
const licence = fileURLToPath(new URL('../LICENSE.md', import.meta.resolve('valibot')))
copyFileSync(licence, 'dist/drift-reporter.valibot-license.md')

// The types of the generator's own fetch client are the contract of ours; nobody who uses the package sees them.
for (const path of ['client', 'core', 'sdk.gen.d.ts', 'valibot.gen.d.ts'])
  rmSync(`dist/generated/${path}`, { recursive: true, force: true })
rmSync('dist/runtime/http-client.d.ts')
