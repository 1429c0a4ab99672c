import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PackedPackage, root, run } from '../../scripts/packed-packages.ts'

/** A project of a stranger: outside of the workspace, with the packages as they would be published. */
export interface Project {
  folder: string
  packages: readonly PackedPackage[]
  /** Where the contract reads its settings, by what they depend on. */
  settingsUrl(facts: { isBrowser?: boolean; hasVariables?: boolean }): string
  /** The packed mock server, for `MESH_BASE_URL`. */
  mockUrl: string
}

/** Installs the packages with all that they let one install besides, and the client a second time. */
export async function installProject(folder: string, packages: readonly PackedPackage[]): Promise<void> {
  await mkdir(folder)
  const client = packages.find(({ manifest }) => manifest.name === '@mesh-balance/client')
  const manifest = {
    private: true,
    type: 'module',
    dependencies: {
      ...Object.assign({}, ...packages.map(({ manifest: { peerDependencies } }) => peerDependencies)),
      ...Object.fromEntries(packages.map(({ manifest: { name }, tarball }) => [name, `file:${tarball}`])),
      'second-copy': `file:${client?.tarball}`,
    },
    devDependencies: { '@types/node': '^24.0.0' },
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  await run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error')
  for (const part of ['contract', 'typescript'])
    await cp(join(root, 'test/runtimes', part), join(folder, part), { recursive: true })
}
