// pnpm spec:changeset [--base <git reference or file>]
import { rmSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { readBaseline } from './baseline.ts'
import { changesetText, mergedText, pathFor, writtenChangesets } from './changeset-file.ts'
import { readDocumentChange } from './document-change.ts'
import { run } from './fail.ts'
import { root } from './repository.ts'

await run('spec:changeset', async () => {
  const { base } = parseArgs({ options: { base: { type: 'string' } } }).values
  const change = await readDocumentChange(readBaseline(base))
  const fresh = changesetText(change)
  const written = writtenChangesets()
  const edited = written.find(({ isEdited }) => isEdited)
  const name = (path: string) => relative(root, path)

  // What nobody has edited is only ever what was computed before.
  for (const { path, isEdited } of written) if (!isEdited && path !== (fresh && pathFor(fresh))) rmSync(path)
  if (fresh === undefined) {
    console.log(`The document is as in ${change.baseline}, so there is nothing to say.`)
    if (edited) console.log(`${name(edited.path)} was edited by hand and is still there. Delete it if it says nothing any more.`)
    return
  }
  if (edited) {
    const merged = mergedText(edited.text, fresh)
    const isSame = merged === edited.text
    if (!isSame) writeFileSync(edited.path, merged)
    console.log(
      isSame
        ? `${name(edited.path)} says it already.`
        : `${name(edited.path)} was edited by hand; what it did not say yet stands at its end.`,
    )
    return
  }
  const isThere = written.some(({ path }) => path === pathFor(fresh))
  if (!isThere) writeFileSync(pathFor(fresh), fresh)
  console.log(`${name(pathFor(fresh))} ${isThere ? 'says it already' : 'is written'}:\n\n${fresh}`)
})
