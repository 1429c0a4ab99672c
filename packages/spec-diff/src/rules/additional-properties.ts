import type { Effect } from '../compare/finding.js'
import type { SchemaPair } from '../compare/schema-pair.js'
import { allowsEverything } from '../schema/conjunction.js'
import type { Additional, Schema, SchemaRef } from '../schema/schema.js'

/** Properties that are not named one by one: `additionalProperties`, `patternProperties`, `propertyNames`, `unevaluatedProperties`. */
export function compareAdditionalProperties(pair: SchemaPair): void {
  if (!pair.bothAllow('object')) return
  const before = additionalOf(pair.old.additional, (ref) => pair.readOld(ref))
  const after = additionalOf(pair.new.additional, (ref) => pair.readNew(ref))
  if (typeof pair.old.additional === 'object' && typeof pair.new.additional === 'object')
    pair.descend('.*', pair.old.additional, pair.new.additional)
  else compareAdditional(pair, before, after)
  comparePatternProperties(pair, before, after)
  comparePropertyNames(pair)
  // Where `additionalProperties` says something, nothing is left unevaluated.
  const [keyword, fact] = ['unevaluatedProperties', 'unevaluated-properties']
  const leftBefore = before === undefined ? pair.old.unevaluatedProperties : undefined
  const leftAfter = after === undefined ? pair.new.unevaluatedProperties : undefined
  compareUnevaluated(pair, keyword, fact, leftBefore, leftAfter)
}

/** A schema that allows everything is `true`, whatever else it says. */
function additionalOf(additional: Additional, read: (ref: SchemaRef) => Schema): Additional {
  return typeof additional === 'object' && allowsEverything(read(additional)) ? true : additional
}

function compareAdditional(pair: SchemaPair, before: Additional, after: Additional): void {
  const keyword = 'additionalProperties'
  if (after === false && before !== false) {
    // A field that is read by a name of its own is typed only where the old document offered such names.
    const received = before === undefined ? 'patch' : 'major'
    pair.report({
      fact: 'additional-properties-forbidden',
      effect: 'narrowed',
      keyword,
      says: 'takes no other properties any more',
      received,
    })
  } else if (before === false && after !== false) {
    // A new property may appear in any response; one more of unknown name is no different.
    pair.report({
      fact: 'additional-properties-allowed',
      effect: 'widened',
      keyword,
      says: 'may have other properties now',
      received: 'minor',
    })
  } else if (typeof after === 'object') {
    pair.report({
      fact: 'additional-properties-limited',
      effect: 'narrowed',
      keyword,
      says: 'limits the values of other properties now',
    })
  } else if (typeof before === 'object') {
    pair.report({
      fact: 'additional-properties-unlimited',
      effect: 'widened',
      keyword,
      says: 'does not limit the values of other properties any more',
    })
  }
}

/** What one document names by a pattern, the other leaves to `additionalProperties`. */
function comparePatternProperties(pair: SchemaPair, additionalBefore: Additional, additionalAfter: Additional): void {
  const before = pair.old.patternProperties
  const after = pair.new.patternProperties
  for (const pattern of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(pattern)
    const next = after.get(pattern)
    const others = old ? additionalAfter : additionalBefore
    if (old && next) pair.descend(`./${pattern}/`, old, next)
    else if (typeof others === 'object') pair.descend(`./${pattern}/`, old ?? others, next ?? others)
    else if (next) {
      const isClosed = others === false
      const says = isClosed
        ? `may have properties named like \`${pattern}\` now`
        : `limits properties named like \`${pattern}\` now`
      pair.report({
        fact: 'pattern-property-added',
        effect: isClosed ? 'widened' : 'narrowed',
        place: { new: next[0] },
        says,
        received: 'minor',
      })
    } else {
      const isClosed = others === false
      const says = isClosed
        ? `may not have properties named like \`${pattern}\` any more`
        : `does not limit properties named like \`${pattern}\` any more`
      pair.report({
        fact: 'pattern-property-removed',
        effect: isClosed ? 'changed' : 'widened',
        place: { old: old?.[0] },
        says,
      })
    }
  }
}

function comparePropertyNames(pair: SchemaPair): void {
  const before = pair.old.propertyNames
  const after = pair.new.propertyNames
  const keyword = 'propertyNames'
  if (before && after) {
    const effect = pair.effectOf(before, after)
    if (effect)
      pair.report({ fact: 'property-names-changed', effect, keyword, says: 'demands other names of its properties now' })
  } else if (after) {
    pair.report({ fact: 'property-names-added', effect: 'narrowed', keyword, says: 'limits the names of its properties now' })
  } else if (before) {
    pair.report({
      fact: 'property-names-removed',
      effect: 'widened',
      keyword,
      says: 'does not limit the names of its properties any more',
    })
  }
}

export function compareUnevaluated(pair: SchemaPair, keyword: string, fact: string, before: Additional, after: Additional): void {
  const limitedBefore = limitOf(before)
  const limitedAfter = limitOf(after)
  if (limitedBefore !== undefined && limitedAfter !== undefined) {
    if (typeof limitedBefore === 'object' && typeof limitedAfter === 'object') pair.descend('.*', limitedBefore, limitedAfter)
    else if (limitedBefore !== limitedAfter) {
      const effect: Effect = limitedAfter === false ? 'narrowed' : 'widened'
      pair.report({ fact: `${fact}-changed`, effect, keyword, says: `has another rule of ${keyword} now` })
    }
  } else if (limitedAfter !== undefined) {
    pair.report({ fact: `${fact}-added`, effect: 'narrowed', keyword, says: `has a rule of ${keyword} now` })
  } else if (limitedBefore !== undefined) {
    pair.report({ fact: `${fact}-removed`, effect: 'widened', keyword, says: `has no rule of ${keyword} any more` })
  }
}

function limitOf(value: Additional): Exclude<Additional, true> {
  return value === true ? undefined : value
}
