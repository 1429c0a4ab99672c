import { spawnSync } from 'node:child_process'
import { root } from './repository.ts'

/** What git prints; undefined where it fails, or is not there. */
export function git(...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 })
  return status === 0 ? stdout : undefined
}
