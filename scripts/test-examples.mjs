// Runs the examples as a stranger would: with what would be published, in a folder of their own. Arguments name those to run; none means all.
import { cp, glob, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { packPackages, root, run } from './packed-packages.ts'

const names = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'mesh-balance-examples-'))
try {
  const tarballs = (await packPackages(folder)).map(({ tarball }) => tarball)
  for await (const manifest of glob('examples/*/package.json', { cwd: root })) {
    const example = dirname(manifest)
    const name = basename(example)
    // The demo is a workspace: it runs from the sources.
    if (name === 'demo' || (names.length > 0 && !names.includes(name))) continue
    console.log(`\n${example}`)
    const copy = join(folder, name)
    await cp(join(root, example), copy, { recursive: true, filter: (path) => basename(path) !== 'node_modules' })
    await run(copy, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs)
    await run(copy, 'npm', 'test')
  }
} finally {
  await rm(folder, { recursive: true })
}
