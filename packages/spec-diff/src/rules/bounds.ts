import type { Effect } from '../compare/finding.js'
import type { SchemaPair } from '../compare/schema-pair.js'
import type { BoundName, JsonType, Schema } from '../schema/schema.js'

interface Limit {
  readonly name: string
  readonly keyword: BoundName
  readonly value: number
}

const sizes = [
  ['min-length', 'minLength', 'string'],
  ['max-length', 'maxLength', 'string'],
  ['min-items', 'minItems', 'array'],
  ['max-items', 'maxItems', 'array'],
  ['min-properties', 'minProperties', 'object'],
  ['max-properties', 'maxProperties', 'object'],
] as const satisfies readonly (readonly [string, BoundName, JsonType])[]

/** Bounds of numbers, lengths and counts. */
export function compareBounds(pair: SchemaPair): void {
  for (const [name, keyword, type] of sizes) {
    if (!pair.bothAllow(type)) continue
    compareLimit(pair, limit(pair.old, name, keyword), limit(pair.new, name, keyword), name.startsWith('min'))
  }
  if (pair.bothAllow('number', 'integer')) {
    compareLimit(pair, lower(pair.old), lower(pair.new), true)
    compareLimit(pair, upper(pair.old), upper(pair.new), false)
    compareMultiples(pair)
  }
  if (pair.old.uniqueItems !== pair.new.uniqueItems && pair.bothAllow('array')) {
    const set = pair.new.uniqueItems
    pair.report({
      fact: set ? 'unique-items-set' : 'unique-items-unset',
      effect: set ? 'narrowed' : 'widened',
      keyword: 'uniqueItems',
      says: set ? 'may not repeat an item any more' : 'may repeat items now',
      ...promise(set ? 'narrowed' : 'widened'),
    })
  }
}

function compareLimit(pair: SchemaPair, before: Limit | undefined, after: Limit | undefined, isLower: boolean): void {
  const order = compare(before, after, isLower)
  if (order === 0) return
  const effect: Effect = order > 0 ? 'narrowed' : 'widened'
  const named = after ?? before
  if (!named) return
  const { name, keyword } = named
  const raised = isLower === order > 0
  const verb = !before ? 'set' : !after ? 'unset' : raised ? 'increased' : 'decreased'
  const says = !before
    ? `has a ${keyword} of ${after?.value} now`
    : !after
      ? `has no ${keyword} any more (it was ${before.value})`
      : `has its ${keyword} ${raised ? 'raised' : 'lowered'} from ${before.value} to ${after.value}`
  pair.report({ fact: `${name}-${verb}`, effect, keyword, says, ...promise(effect) })
}

/** Above zero where the new limit is tighter. */
function compare(before: Limit | undefined, after: Limit | undefined, isLower: boolean): number {
  if (!before || !after) return (after ? 1 : 0) - (before ? 1 : 0)
  const order = isLower ? after.value - before.value : before.value - after.value
  return order !== 0 ? order : Number(isExclusive(after)) - Number(isExclusive(before))
}

function limit(schema: Schema, name: string, keyword: BoundName): Limit | undefined {
  const value = schema.bounds[keyword]
  return value === undefined ? undefined : { name, keyword, value }
}

function lower(schema: Schema): Limit | undefined {
  return tighter(limit(schema, 'min', 'minimum'), limit(schema, 'exclusive-min', 'exclusiveMinimum'), true)
}

function upper(schema: Schema): Limit | undefined {
  return tighter(limit(schema, 'max', 'maximum'), limit(schema, 'exclusive-max', 'exclusiveMaximum'), false)
}

function tighter(a: Limit | undefined, b: Limit | undefined, isLower: boolean): Limit | undefined {
  return compare(a, b, isLower) > 0 ? b : a
}

function isExclusive({ keyword }: Limit): boolean {
  return keyword.startsWith('exclusive')
}

function compareMultiples(pair: SchemaPair): void {
  const before = pair.old.multipleOf
  const after = pair.new.multipleOf
  const isNarrowed = after.some((divisor) => !before.some((value) => divides(divisor, value)))
  const isWidened = before.some((divisor) => !after.some((value) => divides(divisor, value)))
  if (!isNarrowed && !isWidened) return
  const effect: Effect = isNarrowed && isWidened ? 'changed' : isNarrowed ? 'narrowed' : 'widened'
  const verb = before.length === 0 ? 'set' : after.length === 0 ? 'unset' : 'changed'
  const says = {
    set: `must be a multiple of ${after.join(' and ')} now`,
    unset: `need not be a multiple of ${before.join(' and ')} any more`,
    changed: `must be a multiple of ${after.join(' and ')} and not of ${before.join(' and ')}`,
  }
  pair.report({ fact: `multiple-of-${verb}`, effect, keyword: 'multipleOf', says: says[verb], ...promise(effect) })
}

/** But for what a computer makes of decimals: 0.3 / 0.1 is 2.9999999999999996. */
function divides(divisor: number, value: number): boolean {
  const times = value / divisor
  return Math.abs(times - Math.round(times)) <= 4 * Number.EPSILON * Math.abs(times)
}

/** A server that keeps tighter bounds than before gives callers nothing new to use. */
function promise(effect: Effect): { received: 'patch' } | undefined {
  return effect === 'narrowed' ? { received: 'patch' } : undefined
}
