import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
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

/** Installs what is compared with, and generates what is generated, unless it was done for the same versions and the same document. */
export const preparePeers = async (): Promise<void> => {
  const made = createHash('sha256')
  for (const path of ['package.json', 'openapi-ts.config.ts', '../../openapi/dist/mesh-balance.json'])
    made.update(await readFile(join(folder, path)))
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
  await writeFile(stamp, wanted)
}

/** Versions of what was compared. */
export const versions = async (): Promise<Record<string, string>> => {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const undici = JSON.parse(await readFile(fileURLToPath(import.meta.resolve('undici/package.json')), 'utf8'))
  return { node: process.version, undici: undici.version, ...manifest.dependencies }
}
