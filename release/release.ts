// pnpm release [--dry-run]: publishes the public packages whose version is not published yet, and tags them. A dry run does all but the upload.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { ReleaseError, run } from './fail.ts'
import { manifestsOfAll, root } from './repository.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly [field: string]: unknown
}

function start(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status === 0) return stdout
  throw new ReleaseError(`${command} ${args.join(' ')} failed in ${cwd}:\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`)
}

const manifestIn = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

function publicFolders(): string[] {
  return globSync(manifestsOfAll, { cwd: root })
    .map((path) => join(root, dirname(path)))
    .filter((folder) => manifestIn(folder).private !== true)
    .sort()
}

/** Packs a package, and looks at what a stranger would get. */
function pack(folder: string, destination: string): string {
  const name = start(folder, 'pnpm', 'pack', '--pack-destination', destination).trim().split('\n').at(-1) ?? ''
  const tarball = join(destination, name.split('/').at(-1) ?? '')
  const files = start(destination, 'tar', '-tzf', tarball).split('\n')
  // There is none before the first release.
  const changelog = existsSync(join(folder, 'CHANGELOG.md')) ? ['package/CHANGELOG.md'] : []
  for (const file of ['package/README.md', 'package/LICENSE', 'package/package.json', ...changelog]) {
    if (!files.includes(file)) throw new ReleaseError(`${tarball} has no ${file}.`)
  }
  const manifest = start(destination, 'tar', '-xzOf', tarball, 'package/package.json')
  // A protocol of the workspace means nothing to a stranger's npm.
  if (/"(workspace|catalog):/.test(manifest)) throw new ReleaseError(`${tarball} depends on what is only in this workspace.`)
  return tarball
}

await run('release', async () => {
  const { 'dry-run': isDry } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } }).values
  start(root, 'turbo', 'run', 'build', '--output-logs=errors-only')
  const destination = mkdtempSync(join(tmpdir(), 'release-'))
  try {
    for (const folder of publicFolders()) {
      const { name, version } = manifestIn(folder)
      const tarball = pack(folder, destination)
      if (isDry) start(destination, 'npm', 'publish', tarball, '--dry-run', '--access', 'public')
      console.log(`${name}@${version} ${isDry ? 'could be published' : 'is packed as it should be'}`)
    }
  } finally {
    rmSync(destination, { recursive: true })
  }
  if (isDry) console.log('Nothing was uploaded and nothing was tagged: this was a dry run.')
  else console.log(start(root, 'changeset', 'publish'))
})
