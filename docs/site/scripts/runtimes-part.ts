import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './addresses.ts'

/** The table that the tests of the runtimes write into the README. */
export function runtimesPart(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [, table = ''] = /<!-- runtimes\b.*?-->\n([\s\S]*?)<!-- \/runtimes -->/.exec(readme) ?? []
  return table.trim() && `It is tried as it would be installed, in an empty project:\n\n${table}`
}
