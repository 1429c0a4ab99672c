import type { Effect } from '../compare/finding.js'
import type { SchemaPair } from '../compare/schema-pair.js'
import { allowsEverything } from '../schema/conjunction.js'
import { allowsEveryType, type JsonType, type Nullability, type Schema } from '../schema/schema.js'

/** Types, formats and null. */
export function compareTypes(pair: SchemaPair): void {
  const { old, new: next } = pair
  if (old.never !== next.never) {
    const says = next.never ? 'may not have any value any more' : 'may have a value now'
    pair.report({ fact: 'type-changed', effect: next.never ? 'narrowed' : 'widened', says })
    return
  }
  // The types of a union are those of its branches, which are compared one by one; what stands around may refuse some of them.
  const haveUnions = old.unions.length > 0 && next.unions.length > 0
  const effect = haveUnions
    ? effectOf(refused(next), refused(old), (types, type) => types.has(type))
    : typesEffect(old.types, next.types)
  const whole = both(effect, formatEffect(old, next))
  if (whole) reportType(pair, whole)
  compareNull(pair)
}

/** One of the two says nothing: what the other says in detail is not there to compare. */
export function compareWithAnything(pair: SchemaPair): void {
  const effect: Effect = allowsEverything(pair.new) ? 'widened' : 'narrowed'
  const says = effect === 'widened' ? 'may be any value now' : `is limited to ${describe(pair.new)} now`
  pair.report({ fact: factOf(pair, effect), effect, says, keyword: 'type' })
}

function reportType(pair: SchemaPair, effect: Effect): void {
  const { old, new: next } = pair
  const says = `changed from ${describe(old)} to ${describe(next)}`
  const keyword = typesEffect(old.types, next.types) === undefined ? 'format' : next.typesFromUnion ? 'oneOf' : 'type'
  pair.report({ fact: factOf(pair, effect), effect, says, keyword })
}

function factOf(pair: SchemaPair, effect: Effect): string {
  const { old, new: next, isSent, context } = pair
  if (effect === 'changed') return 'type-changed'
  if (old.typesFromUnion || next.typesFromUnion) return effect === 'widened' ? 'list-of-types-widened' : 'list-of-types-narrowed'
  if (effect === 'widened')
    return isSent || allowsEverything(next) || typesEffect(old.types, next.types) ? 'type-generalized' : 'type-changed'
  return isSent && context.subject !== 'parameter-property' ? 'type-changed' : 'type-specialized'
}

function typesEffect(old: Schema['types'], next: Schema['types']): Effect | undefined {
  return effectOf(old, next, covers)
}

function effectOf(old: Schema['types'], next: Schema['types'], includes: typeof covers): Effect | undefined {
  const narrowed = [...old].some((type) => !includes(next, type))
  const widened = [...next].some((type) => !includes(old, type))
  return narrowed && widened ? 'changed' : narrowed ? 'narrowed' : widened ? 'widened' : undefined
}

/** Of numbers the integers alone may be taken. */
function refused({ types, offeredTypes }: Schema): Schema['types'] {
  const offered = [...offeredTypes].flatMap((type): JsonType[] => (type === 'number' ? ['number', 'integer'] : [type]))
  return new Set(offered.filter((type) => !covers(types, type)))
}

function covers(types: Schema['types'], type: JsonType): boolean {
  return types.has(type) || (type === 'integer' && types.has('number'))
}

/** Formats that allow what others allow, and more. */
const wider: ReadonlyMap<string, readonly string[]> = new Map([
  ['int8', ['int16', 'int32', 'int64', 'bigint']],
  ['int16', ['int32', 'int64', 'bigint']],
  ['int32', ['int64', 'bigint', 'double']],
  ['int64', ['bigint']],
  ['float', ['double']],
])

function formatEffect(old: Schema, next: Schema): Effect | undefined {
  const before = old.format
  const after = next.format
  // A format that goes or comes with its type is told by the type.
  if (before === after || ![...old.types].some((type) => covers(next.types, type) || covers(next.types, 'number')))
    return undefined
  if (before === undefined || after === undefined) return after === undefined ? 'widened' : 'narrowed'
  if (wider.get(before)?.includes(after)) return 'widened'
  return wider.get(after)?.includes(before) ? 'narrowed' : 'changed'
}

function both(a: Effect | undefined, b: Effect | undefined): Effect | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a === b ? a : 'changed'
}

const nullabilities: readonly Nullability[] = ['no', 'declared', 'listed']

export function compareNull(pair: SchemaPair): void {
  // What becomes of null is told by the types where one of the two has none.
  if (isUntyped(pair.old) !== isUntyped(pair.new) && allowsEveryType(pair.old) !== allowsEveryType(pair.new)) return
  const difference = nullabilities.indexOf(pair.new.nullability) - nullabilities.indexOf(pair.old.nullability)
  if (difference === 0) return
  const became = difference > 0
  pair.report({
    fact: became ? 'became-nullable' : 'became-not-nullable',
    effect: became ? 'widened' : 'narrowed',
    says: became ? 'may be null now' : pair.isSent ? 'may not be null any more' : 'is never null any more',
    keyword: 'type',
  })
}

function isUntyped(schema: Schema): boolean {
  return allowsEveryType(schema) && schema.nullability === 'listed'
}

function describe(schema: Schema): string {
  if (isUntyped(schema)) return 'any type'
  const types = [...schema.types].sort().join(' or ') || 'null'
  return schema.format === undefined ? types : `${types} (${schema.format})`
}
