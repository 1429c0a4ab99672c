import type { SchemaPair } from '../compare/schema-pair.js'
import type { Schema } from '../schema/schema.js'

/** The values that are allowed: `enum`, `const` and `x-extensible-enum`. */
export function compareEnums(pair: SchemaPair): void {
  compareExtensible(pair)
  const { old, new: next } = pair
  const before = old.values
  const after = next.values
  if (before && after) compareValues(pair, before, after)
  else if (after) {
    const fact = next.isConst ? 'const-added' : 'became-enum'
    pair.report({ fact, effect: 'narrowed', keyword: next.isConst ? 'const' : 'enum', says: `is now limited to ${list(after)}` })
  } else if (before) {
    const fact = old.isConst ? 'const-removed' : 'enum-removed'
    const says = `is not limited to ${list(before)} any more`
    pair.report({ fact, effect: 'widened', keyword: old.isConst ? 'const' : 'enum', says })
  }
}

function compareValues(pair: SchemaPair, before: Values, after: Values): void {
  const removed = without(before, after)
  const added = without(after, before)
  const keyword = pair.new.isConst ? 'const' : 'enum'
  // One of the two may have no value left, where what stands around the const excludes it.
  if (pair.old.isConst && pair.new.isConst && removed.size > 0 && added.size > 0) {
    pair.report({ fact: 'const-changed', effect: 'changed', keyword, says: `is now ${list(after)} and not ${list(before)}` })
    return
  }
  if (removed.size > 0) {
    const says = pair.isSent ? `does not take ${list(removed)} any more` : `is never ${list(removed)} any more`
    pair.report({ fact: 'enum-value-removed', effect: 'narrowed', keyword, says })
  }
  if (added.size > 0) {
    const says = pair.isSent
      ? `takes ${list(added)} now`
      : `may also be ${list(added)} now; clients that keep unknown values are unaffected, those with closed types must add it`
    // Clients are asked to keep values that they do not know; a client with closed types cannot.
    pair.report({ fact: 'enum-value-added', effect: 'widened', keyword, says, received: pair.context.strict ? 'major' : 'minor' })
  }
}

/** A list that says of itself that it will grow: only who sends one of its values is bound to it. */
function compareExtensible(pair: SchemaPair): void {
  const before = pair.old.extensibleValues
  const after = pair.new.extensibleValues
  const keyword = 'x-extensible-enum'
  if (!before && !after) return
  if (!before || !after) {
    const says = after ? `knows ${list(after)} now` : `does not list the values that it knows any more`
    pair.report({
      fact: 'extension-changed',
      id: 'extension-changed',
      effect: 'changed',
      keyword,
      says,
      sent: 'minor',
      received: 'minor',
    })
    return
  }
  const removed = without(before, after)
  const added = without(after, before)
  if (removed.size > 0) {
    const says = `does not know ${list(removed)} any more`
    pair.report({ fact: 'x-extensible-enum-value-removed', effect: 'narrowed', keyword, says, received: 'patch' })
  }
  if (added.size > 0) {
    pair.report({
      fact: 'x-extensible-enum-value-added',
      effect: 'widened',
      keyword,
      says: `knows ${list(added)} now`,
      received: 'minor',
    })
  }
}

type Values = NonNullable<Schema['values']>

function without(values: Values, others: Values): Values {
  return new Map([...values].filter(([key]) => !others.has(key)))
}

function list(values: Values): string {
  const shown = [...values.keys()].slice(0, 8).map((value) => `\`${value}\``)
  return values.size > shown.length
    ? `${shown.join(', ')} and ${values.size - shown.length} more`
    : shown.join(', ') || 'no value'
}
