import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Runtime } from './runtime.ts'
import { importTool, installTool } from './tools.ts'

/** The parts of Miniflare that are used here; it is installed for the run alone. */
interface MiniflareModule {
  Miniflare: new (options: {
    modules: { type: 'ESModule'; path: string; contents: string }[]
    modulesRoot: string
    compatibilityDate: string
  }) => { dispatchFetch(url: string): Promise<Response>; dispose(): Promise<void> }
}

/** Miniflare brings the workerd that belongs to it. */
export const workerd = (miniflare: string): Runtime => ({
  name: 'workerd (Miniflare)',
  pinned: miniflare,
  async run(project) {
    const folder = await installTool({ miniflare })
    const { Miniflare } = await importTool<MiniflareModule>(folder, 'miniflare')
    const { outputFiles } = await build({
      // As wrangler bundles it; split, so that the schemas stay a module of their own.
      entryPoints: [join(project.folder, 'contract', 'worker.ts')],
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2024',
      conditions: ['workerd', 'worker', 'browser'],
      outdir: join(project.folder, 'worker'),
      write: false,
    })
    const modules = outputFiles.map(({ path, text }) => ({ type: 'ESModule' as const, path, contents: text }))
    // Miniflare takes the first module for the worker.
    modules.sort((a, b) => Number(b.path.endsWith('worker.js')) - Number(a.path.endsWith('worker.js')))
    const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/miniflare/package.json'), 'utf8'))
    const server = new Miniflare({ modules, modulesRoot: join(project.folder, 'worker'), compatibilityDate: '2026-07-01' })
    try {
      const url = `http://worker/?settings=${encodeURIComponent(project.settingsUrl({}))}`
      return { version, outcomes: JSON.parse(await (await server.dispatchFetch(url)).text()) }
    } finally {
      await server.dispose()
    }
  },
})
