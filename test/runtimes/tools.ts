import { existsSync, globSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../../scripts/packed-packages.ts'
import { execute } from './execute.ts'
import { Unavailable } from './runtime.ts'

/** Runtimes are hundreds of megabytes, and the same at every run. What is tested is never kept. */
const cache = join(root, 'node_modules', '.cache', 'runtimes')

/**
 * Installs packages from npm into a folder of their own. Install scripts do not run: what they would download comes as a package, too.
 *
 * @returns the folder that has them in `node_modules`
 * @throws Unavailable
 */
export async function installTool(versions: Readonly<Record<string, string>>): Promise<string> {
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`)
  const folder = join(cache, packages.join('+').replaceAll('/', '-'))
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  const unfinished = await mkdtemp(join(cache, 'unfinished-'))
  try {
    await writeFile(join(unfinished, 'package.json'), '{ "private": true }')
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']
    await execute(unfinished, 'npm', ['install', ...options, ...packages])
    await rename(unfinished, folder)
    return folder
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    const [reason = ''] =
      /npm error (?!code|A complete log).+/.exec((error as Error).message) ?? (error as Error).message.split('\n')
    throw new Unavailable(
      `npm cannot install ${packages.join(' ')}: ${reason.replace(/npm error (notarget )?/, '').replace(/\.$/, '')}`,
    )
  }
}

/** Loads a module of an installed tool, by its name. */
export async function importTool<Module>(folder: string, name: string): Promise<Module> {
  return import(pathToFileURL(createRequire(join(folder, 'package.json')).resolve(name)).href) as Promise<Module>
}

/** Finds the binary of a tool that has a package of it for each platform. */
export function binaryIn(folder: string, pattern: string): string {
  const [found] = globSync(`node_modules/${pattern}`, { cwd: folder })
  if (found === undefined) throw new Unavailable(`there is no package of it for ${process.platform} ${process.arch}`)
  return join(folder, found)
}
