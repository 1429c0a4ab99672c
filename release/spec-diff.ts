// pnpm spec:diff [--base <git reference or file>] [--json]
import { parseArgs } from 'node:util'
import { formatDiff } from '@mesh-balance/spec-diff'
import { readBaseline } from './baseline.ts'
import { neededBumps, readDocumentChange } from './document-change.ts'
import { run } from './fail.ts'

await run('spec:diff', async () => {
  const { base, json } = parseArgs({ options: { base: { type: 'string' }, json: { type: 'boolean', default: false } } }).values
  const { baseline, diff, changes } = await readDocumentChange(readBaseline(base))
  const needed = Object.fromEntries(neededBumps(changes))
  if (json) {
    console.log(JSON.stringify({ ...diff, packages: needed }, null, 2))
    return
  }
  console.log(`The document, compared with ${baseline}:\n\n${formatDiff(diff)}`)
  for (const [name, level] of Object.entries(needed)) console.log(`${name}: ${level}`)
})
