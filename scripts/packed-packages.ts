// What would be published, for tests that want it as a stranger gets it: packed, and installed outside of the workspace.
import { execFile, spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const root: string = fileURLToPath(new URL('..', import.meta.url))

export interface Manifest {
  name: string
  version: string
  private?: boolean
  exports?: Record<string, string | Record<string, string>>
  peerDependencies?: Record<string, string>
}

export interface PackedPackage {
  manifest: Manifest
  /** Path of what `pnpm pack` wrote. */
  tarball: string
}

/** Packs every public package of the workspace into `folder`. */
export async function packPackages(folder: string): Promise<PackedPackage[]> {
  const packages: PackedPackage[] = []
  for (const file of globSync(['openapi/package.json', 'packages/*/package.json'], { cwd: root }).sort()) {
    const manifest: Manifest = JSON.parse(readFileSync(join(root, file), 'utf8'))
    if (manifest.private) continue
    const tarball = join(folder, `${manifest.name.replace(/^.*\//, '')}.tgz`)
    await promisify(execFile)('pnpm', ['pack', '--out', tarball], {
      cwd: join(root, file, '..'),
      shell: process.platform === 'win32',
    })
    packages.push({ manifest, tarball })
  }
  return packages
}

/** Runs a command in `cwd` and shows what it prints. */
export async function run(cwd: string, command: string, ...args: string[]): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' })
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code} in ${basename(cwd)}.`)
}
