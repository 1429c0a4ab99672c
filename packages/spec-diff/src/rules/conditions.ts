import { counterparts } from '../compare/counterparts.js'
import { reversed } from '../compare/finding.js'
import type { SchemaPair } from '../compare/schema-pair.js'
import type { Conditional, SchemaRef } from '../schema/schema.js'
import { compareAddedTo } from './properties.js'

/** Schemas that count under a condition: `not`, `if`/`then`/`else`, `dependentRequired`, `dependentSchemas`. */
export function compareConditions(pair: SchemaPair): void {
  compareNots(pair)
  compareConditionals(pair)
  if (!pair.bothAllow('object')) return
  compareDependentRequired(pair)
  compareDependentSchemas(pair)
}

function compareNots(pair: SchemaPair): void {
  const keyword = 'not'
  const isSame = (old: SchemaRef, next: SchemaRef): boolean => pair.effectOf(old, next) === undefined
  for (const [before, after] of counterparts(pair.old.nots, pair.new.nots, isSame)) {
    if (before && after) {
      const effect = pair.effectOf(before, after)
      // To exclude more is to allow less.
      if (effect) pair.report({ fact: 'not-changed', effect: reversed(effect), keyword, says: 'excludes other values now' })
    } else if (after) pair.report({ fact: 'not-added', effect: 'narrowed', keyword, says: 'excludes certain values now' })
    else pair.report({ fact: 'not-removed', effect: 'widened', keyword, says: 'does not exclude certain values any more' })
  }
}

function compareConditionals(pair: SchemaPair): void {
  const isSame = (old: Conditional, next: Conditional): boolean => pair.effectOf(old.condition, next.condition) === undefined
  for (const [before, after] of counterparts(pair.old.conditionals, pair.new.conditionals, isSame)) {
    if (before && after) compareConditional(pair, before, after)
    else {
      const fact = after ? 'added' : 'removed'
      const says = after ? 'depends on a condition now' : 'does not depend on a condition any more'
      pair.report({ fact: `if-${fact}`, effect: after ? 'narrowed' : 'widened', keyword: 'if', says })
    }
  }
}

function compareConditional(pair: SchemaPair, before: Conditional, after: Conditional): void {
  if (pair.effectOf(before.condition, after.condition)) {
    pair.report({ fact: 'if-changed', effect: 'changed', keyword: 'if', says: 'depends on another condition now' })
    return
  }
  for (const [key, old, next] of [
    ['then', before.whenTrue, after.whenTrue],
    ['else', before.whenFalse, after.whenFalse],
  ] as const) {
    if (old && next) {
      pair.descend('', old, next)
      compareAddedTo(pair, old, next)
    } else if (next)
      pair.report({
        fact: `${key}-added`,
        effect: 'narrowed',
        keyword: key,
        says: `has a rule for "${key}" of its condition now`,
      })
    else if (old)
      pair.report({
        fact: `${key}-removed`,
        effect: 'widened',
        keyword: key,
        says: `has no rule for "${key}" of its condition any more`,
      })
  }
}

function compareDependentRequired(pair: SchemaPair): void {
  const keyword = 'dependentRequired'
  const before = pair.old.dependentRequired
  const after = pair.new.dependentRequired
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(name)
    const next = after.get(name)
    const wanted = [...(next ?? [])].map((other) => `\`${other}\``).join(', ')
    if (!old)
      pair.report({
        fact: 'dependent-required-added',
        effect: 'narrowed',
        keyword,
        says: `with \`${name}\` needs ${wanted} as well now`,
      })
    else if (!next) {
      pair.report({
        fact: 'dependent-required-removed',
        effect: 'widened',
        keyword,
        says: `with \`${name}\` needs nothing else any more`,
      })
    } else {
      const needsMore = [...next].some((other) => !old.has(other))
      const needsLess = [...old].some((other) => !next.has(other))
      if (!needsMore && !needsLess) continue
      const effect = needsMore && needsLess ? 'changed' : needsMore ? 'narrowed' : 'widened'
      pair.report({
        fact: 'dependent-required-changed',
        effect,
        keyword,
        says: `with \`${name}\` needs ${wanted || 'nothing else'} now`,
      })
    }
  }
}

function compareDependentSchemas(pair: SchemaPair): void {
  const before = pair.old.dependentSchemas
  const after = pair.new.dependentSchemas
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(name)
    const next = after.get(name)
    if (old && next) {
      const effect = pair.effectOf(old, next)
      if (effect) {
        pair.report({
          fact: 'dependent-schema-changed',
          effect,
          place: { new: next[0] },
          says: `with \`${name}\` must fit another schema now`,
        })
      }
    } else if (next) {
      pair.report({
        fact: 'dependent-schema-added',
        effect: 'narrowed',
        place: { new: next[0] },
        says: `with \`${name}\` must fit a schema now`,
      })
    } else {
      const says = `with \`${name}\` need not fit a schema any more`
      pair.report({ fact: 'dependent-schema-removed', effect: 'widened', place: { old: old?.[0] }, says })
    }
  }
}
