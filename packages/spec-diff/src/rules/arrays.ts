import { counterparts } from '../compare/counterparts.js'
import { type Effect, reversed } from '../compare/finding.js'
import type { SchemaPair } from '../compare/schema-pair.js'
import type { Contains } from '../schema/schema.js'
import { compareUnevaluated } from './additional-properties.js'

/** What arrays hold: `items`, `prefixItems`, `contains`, `unevaluatedItems`. Their bounds are with the other bounds. */
export function compareArrays(pair: SchemaPair): void {
  if (!pair.bothAllow('array')) return
  if (pair.old.items || pair.new.items) pair.descend('[]', pair.old.items ?? [], pair.new.items ?? [])
  comparePrefix(pair)
  compareContains(pair)
  compareUnevaluated(pair, 'unevaluatedItems', 'unevaluated-items', pair.old.unevaluatedItems, pair.new.unevaluatedItems)
}

/** A tuple of another length is another type in TypeScript, which fits neither way. */
function comparePrefix(pair: SchemaPair): void {
  const before = pair.old.prefixItems
  const after = pair.new.prefixItems
  for (const [index, old] of before.entries()) {
    const next = after[index]
    if (next) pair.descend(`[${index}]`, old, next)
  }
  const keyword = 'prefixItems'
  if (after.length > before.length) {
    pair.report({
      fact: 'prefix-items-added',
      effect: 'changed',
      keyword,
      says: `is a list with ${after.length} places of their own now, not ${before.length}`,
    })
  } else if (after.length < before.length) {
    pair.report({
      fact: 'prefix-items-removed',
      effect: 'changed',
      keyword,
      says: `is a list with ${after.length} places of their own now, not ${before.length}`,
    })
  }
}

function compareContains(pair: SchemaPair): void {
  const keyword = 'contains'
  const isSame = (old: Contains, next: Contains): boolean => pair.effectOf(old.schema, next.schema) === undefined
  for (const [before, after] of counterparts(pair.old.contains, pair.new.contains, isSame)) {
    if (before && after) compareContained(pair, before, after)
    else if (after) pair.report({ fact: 'contains-added', effect: 'narrowed', keyword, says: 'must hold certain items now' })
    else pair.report({ fact: 'contains-removed', effect: 'widened', keyword, says: 'need not hold certain items any more' })
  }
}

function compareContained(pair: SchemaPair, before: Contains, after: Contains): void {
  const effect = effectOnHolders(pair, before, after)
  if (effect) pair.report({ fact: 'contains-changed', effect, keyword: 'contains', says: 'must hold other items now' })
  if (before.min !== after.min) {
    const raised = after.min > before.min
    pair.report({
      fact: `min-contains-${raised ? 'increased' : 'decreased'}`,
      effect: raised ? 'narrowed' : 'widened',
      keyword: 'minContains',
      says: `must hold at least ${after.min} of certain items now, not ${before.min}`,
    })
  }
  const oldMax = before.max ?? Number.POSITIVE_INFINITY
  const newMax = after.max ?? Number.POSITIVE_INFINITY
  if (oldMax !== newMax) {
    const raised = newMax > oldMax
    pair.report({
      fact: `max-contains-${raised ? 'increased' : 'decreased'}`,
      effect: raised ? 'widened' : 'narrowed',
      keyword: 'maxContains',
      says: `may hold ${after.max ?? 'any number'} of certain items now, not ${before.max ?? 'any number'}`,
    })
  }
}

/** Fewer items that count are harder to have at least so many of, and easier to have at most so many of. */
function effectOnHolders(pair: SchemaPair, before: Contains, after: Contains): Effect | undefined {
  const effect = pair.effectOf(before.schema, after.schema)
  if (effect === undefined || before.max === undefined || after.max === undefined) return effect
  return before.min > 0 && after.min > 0 ? 'changed' : reversed(effect)
}
