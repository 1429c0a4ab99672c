import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { progress } from './progress.ts'

const folder = fileURLToPath(new URL('../peers', import.meta.url))
const stamp = join(folder, 'node_modules/.installed')

const run = async (command: string, ...args: string[]): Promise<void> => {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}.`)
}

/**
 * Installs what is compared with, generates what is generated, and checks that it is used as its types say, unless all that was done
 * for the same versions, the same document and the same code.
 */
export const preparePeers = async (): Promise<void> => {
  const made = createHash('sha256')
  const own = (await readdir(folder)).filter((name) => /\.(ts|json)$/.test(name)).sort()
  for (const path of [...own, '../../openapi/dist/mesh-balance.json']) made.update(await readFile(join(folder, path)))
  const wanted = made.digest('hex')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return
  progress('installing what is compared with')
  await run('npm', 'install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error')
  const bin = join(folder, 'node_modules/.bin')
  await run(join(bin, 'openapi-ts'))
  await run(
    join(bin, 'openapi-typescript'),
    '../../openapi/dist/mesh-balance.json',
    '--output',
    'generated/openapi-typescript.ts',
  )
  await run(join(bin, 'tsc'))
  await writeFile(stamp, wanted)
}

/** Versions of what was compared. */
export const versions = async (): Promise<Record<string, string>> => {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const undici = JSON.parse(await readFile(fileURLToPath(import.meta.resolve('undici/package.json')), 'utf8'))
  return { node: process.version, undici: undici.version, ...manifest.dependencies }
}
