import type { SchemaPair } from '../compare/schema-pair.js'
import { child, elements, type Located } from '../document/located.js'
import { saysNothing } from '../schema/conjunction.js'
import type { Schema } from '../schema/schema.js'

/**
 * What `allOf` demands is compared keyword by keyword, wherever it stands. Seen strictly, the list itself counts in a request as well:
 * `A & B & C` is another type than `A & B`, and one more schema for every value to fit.
 */
export function compareCompositions(pair: SchemaPair): void {
  if (!pair.context.strict || pair.context.valuesOnly || !pair.isSent) return
  const before = branchesOf(pair.old, (branch) => pair.readOld([branch]))
  const after = branchesOf(pair.new, (branch) => pair.readNew([branch]))
  if (before.length === 0 || after.length === 0) return
  const added = after.filter((next) => !before.some((old) => isCounterpart(pair, old, next)))
  const removed = before.filter((old) => !after.some((next) => isCounterpart(pair, old, next)))
  // Some of both is the same demand in other pieces, as far as the keywords do not tell otherwise.
  if (added.length > 0 && removed.length > 0) return
  for (const next of added) {
    pair.report({ fact: 'all-of-added', effect: 'narrowed', place: { new: next }, says: 'must fit one more schema now' })
  }
  for (const old of removed) {
    pair.report({ fact: 'all-of-removed', effect: 'changed', place: { old }, says: 'must fit one schema less' })
  }
}

/** The branches of the outermost `allOf` that demand something; a default does not. */
function branchesOf(schema: Schema, read: (branch: Located) => Schema): Located[] {
  const outermost = schema.parts[0]
  return outermost
    ? elements(child(outermost, 'allOf')).filter((branch) => !saysNothing({ ...read(branch), default: undefined }))
    : []
}

function isCounterpart(pair: SchemaPair, old: Located, next: Located): boolean {
  const before = pair.readOld([old]).name
  const after = pair.readNew([next]).name
  return before !== undefined || after !== undefined
    ? before === after
    : pair.compatibility([old], [next], pair.context) === 'same'
}
