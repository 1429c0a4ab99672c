// Runs the examples as a stranger would: with what would be published, in a folder of their own. Arguments name those to run; none means all.
import { execFile, spawn } from 'node:child_process'
import { cp, glob, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = ['openapi', 'packages/client', 'packages/mock-server']
const names = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'mesh-balance-examples-'))

/** @param {string} cwd @param {string} command @param {string[]} args */
async function run(cwd, command, ...args) {
  const child = spawn(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' })
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code} in ${basename(cwd)}.`)
}

try {
  for (const path of packages)
    await promisify(execFile)('pnpm', ['pack', '--pack-destination', folder], { cwd: join(root, path) })
  const tarballs = (await readdir(folder)).map((file) => join(folder, file))
  for await (const example of glob('examples/*', { cwd: root })) {
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
