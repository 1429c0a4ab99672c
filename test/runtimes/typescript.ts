import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Outcome } from './contract/settings.ts'
import { execute } from './execute.ts'
import type { Project } from './project.ts'
import type { Runtime } from './runtime.ts'
import { installTool } from './tools.ts'

const resolutions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  node16: { module: 'node16', moduleResolution: 'node16' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}

/** A server has the types of Node and none of a browser; a page has it the other way round. */
const places = {
  'with the types of Node': { lib: ['es2022'], types: ['node'] },
  'with the types of a browser': { lib: ['es2022', 'dom'], types: [] },
}

/** What runs on Node and its likes alone, so that its declarations may want their types. */
const forServers = /^@mesh-balance\/(mock-server|spec-diff|refresh|client\/undici)\b/

/** Every entry point with types, imported whole, so that every declaration is checked. */
const entryPoints = ({ packages }: Project, inBrowser: boolean): string =>
  packages
    .flatMap(({ manifest }) =>
      Object.entries(manifest.exports ?? {})
        .filter(([, target]) => typeof target === 'object' && 'types' in target)
        .map(([path]) => manifest.name + path.slice(1)),
    )
    .filter((specifier) => !inBrowser || !forServers.test(specifier))
    .map((specifier, index) => `export * as entry${index} from '${specifier}'\n`)
    .join('')

export const typescript = (version: string): Runtime => ({
  name: 'TypeScript',
  pinned: version,
  async run(project) {
    const tsc = join(await installTool({ typescript: version }), 'node_modules', 'typescript', 'bin', 'tsc')
    const folder = join(project.folder, 'typescript')
    const outcomes: Outcome[] = []
    for (const [resolution, how] of Object.entries(resolutions)) {
      for (const [place, where] of Object.entries(places)) {
        const inBrowser = where.types.length === 0
        await writeFile(join(folder, 'entry-points.ts'), entryPoints(project, inBrowser))
        const compilerOptions = { ...how, ...where, target: 'es2022', ...strictness }
        // CommonJS can import a module under `nodenext` alone.
        const files = ['entry-points.ts', 'consumer.ts', ...(resolution === 'nodenext' ? ['consumer.cts'] : [])]
        await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
        const clause = `${resolution}, ${place}`
        try {
          await execute(folder, process.execPath, [tsc, '-p', '.'])
          outcomes.push({ clause })
        } catch (error) {
          outcomes.push({ clause, failure: (error as Error).message })
        }
      }
    }
    return { version, outcomes }
  },
})

const strictness = {
  noEmit: true,
  strict: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
}
