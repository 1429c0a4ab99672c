// Runs the examples of testing an application as a stranger would: with what would be published, in a folder of their own.
import { cp, glob, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { packPackages, root, run } from './packed-packages.ts'

const folder = await mkdtemp(join(tmpdir(), 'mesh-balance-examples-'))
try {
  const tarballs = (await packPackages(folder)).map(({ tarball }) => tarball)
  for await (const example of glob('examples/testing-*', { cwd: root })) {
    console.log(`\n${example}`)
    const copy = join(folder, basename(example))
    await cp(join(root, example), copy, { recursive: true })
    await run(copy, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs)
    await run(copy, 'npm', 'test')
  }
} finally {
  await rm(folder, { recursive: true })
}
