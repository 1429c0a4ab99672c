// What is released next is what later changes are compared with. A part of `pnpm version-packages`.
import { cpSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { baselines, root } from './repository.ts'

for (const [current, baseline] of Object.entries(baselines)) {
  mkdirSync(dirname(join(root, baseline)), { recursive: true })
  cpSync(join(root, current), join(root, baseline))
}
