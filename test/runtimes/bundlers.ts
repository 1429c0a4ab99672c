import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build as esbuildBuild, version as esbuildVersion } from 'esbuild'
import { build as viteBuild, version as viteVersion } from 'vite'
import type { Outcome } from './contract/settings.ts'
import type { Project } from './project.ts'
import type { Runtime } from './runtime.ts'
import { importTool, installTool } from './tools.ts'

/** Bundles `entry` for production into `outdir`, as `bundle.js` and whatever chunks it wants. */
type Bundle = (entry: string, outdir: string, project: Project) => Promise<unknown>

/** What is in the client, and stays as it is in a minifier. */
const IN_THE_CLIENT = 'MESH_CLIENT_SECRET'
/** Bytes that a bundler may put around a program of one line. */
const SHELL = 100
/** What is in the schemas. */
const IN_THE_SCHEMAS = 'safeParse'

/** A module and what it imports, but for what it imports when it runs. */
const loadedBy = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8')
  const chunks = [...text.matchAll(/(?:\bfrom|\bimport)\s*"(\.\/[^"]+)"/g)].map(([, chunk = '']) => join(dirname(file), chunk))
  return [text, ...(await Promise.all(chunks.map(loadedBy)))].join('\n')
}

const bundler = (name: string, pinned: string, load: () => Promise<Bundle> | Bundle): Runtime => ({
  name,
  pinned,
  async run(project) {
    const bundle = await load()
    const textOf = async (label: string, code: string): Promise<string> => {
      const folder = join(project.folder, `${name}-${label}`)
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'entry.js'), code)
      await bundle(join(folder, 'entry.js'), join(folder, 'out'), project)
      return loadedBy(join(folder, 'out', 'bundle.js'))
    }
    const client = await textOf(
      'client',
      "import { createMeshClient } from '@mesh-balance/client'\nconsole.log(createMeshClient)\n",
    )
    const error = await textOf('error', "import { LockedError } from '@mesh-balance/client'\nconsole.log(LockedError)\n")
    const nothing = await textOf('nothing', "import '@mesh-balance/client'\nconsole.log('nothing')\n")
    const outcome = (clause: string, holds: boolean, failure: string): Outcome => (holds ? { clause } : { clause, failure })
    return {
      version: pinned,
      outcomes: [
        outcome('the client is bundled', client.includes(IN_THE_CLIENT), `"${IN_THE_CLIENT}" is not in the bundle`),
        outcome('an error class comes without the client', error.length < client.length / 8, error),
        outcome('what is imported for nothing brings nothing', nothing.length < SHELL, nothing),
        outcome('the schemas are a chunk of their own', !client.includes(IN_THE_SCHEMAS), `"${IN_THE_SCHEMAS}" is in the bundle`),
      ],
    }
  },
})

const esbuild = bundler(
  'esbuild',
  esbuildVersion,
  () => (entry, outdir) =>
    esbuildBuild({
      entryPoints: { bundle: entry },
      outdir,
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      logLevel: 'error',
    }),
)

const vite = bundler(
  'Vite',
  viteVersion,
  () =>
    (entry, outDir, { folder }) =>
      viteBuild({
        root: folder,
        configFile: false,
        logLevel: 'warn',
        build: { outDir, rolldownOptions: { input: entry, output: { entryFileNames: 'bundle.js' } } },
      }),
)

/** The parts of Rollup and webpack that are used here; they are installed for the run alone. */
interface RollupModule {
  rollup(options: object): Promise<{ write(options: object): Promise<unknown>; close(): Promise<void> }>
}
type Webpack = (
  options: object,
  callback: (error: Error | null, stats?: { hasErrors(): boolean; toString(): string }) => void,
) => unknown

const rollup = (version: string, resolverVersion: string): Runtime =>
  bundler('Rollup', version, async () => {
    const folder = await installTool({ rollup: version, '@rollup/plugin-node-resolve': resolverVersion })
    const { rollup } = await importTool<RollupModule>(folder, 'rollup')
    const { nodeResolve } = await importTool<{ nodeResolve(): unknown }>(folder, '@rollup/plugin-node-resolve')
    return async (entry, dir) => {
      const bundle = await rollup({ input: { bundle: entry }, plugins: [nodeResolve()] })
      await bundle.write({ dir })
      await bundle.close()
    }
  })

const webpack = (version: string): Runtime =>
  bundler('webpack', version, async () => {
    const { default: compile } = await importTool<{ default: Webpack }>(await installTool({ webpack: version }), 'webpack')
    return (entry, path) =>
      new Promise<void>((resolve, reject) => {
        compile({ mode: 'production', entry, output: { path, filename: 'bundle.js' } }, (error, stats) => {
          if (error !== null || stats?.hasErrors()) reject(error ?? new Error(stats?.toString()))
          else resolve()
        })
      })
  })

export const bundlers = (versions: Record<'rollup' | '@rollup/plugin-node-resolve' | 'webpack', string>): Runtime[] => [
  esbuild,
  vite,
  rollup(versions.rollup, versions['@rollup/plugin-node-resolve']),
  webpack(versions.webpack),
]
