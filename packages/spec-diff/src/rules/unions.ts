import { counterparts } from '../compare/counterparts.js'
import type { SchemaPair } from '../compare/schema-pair.js'
import { canonical } from '../json.js'
import { commonTypes, saysOnly } from '../schema/conjunction.js'
import { allTypes, type Branch, type Schema, type SchemaRef, type Union } from '../schema/schema.js'
import { compareAddedTo } from './properties.js'
import { compareNull } from './types.js'

/** More pairs than this are told apart by name alone. */
const mostComparisons = 400

/** `oneOf` and `anyOf`, branch by branch. */
export function compareUnions(pair: SchemaPair): void {
  const isSame = (old: Union, next: Union): boolean => writtenAs(old) === writtenAs(next)
  for (const [before, after] of counterparts(pair.old.unions, pair.new.unions, isSame)) {
    if (before && after) compareBranches(pair, before, after)
    // A union beside other demands is one more demand.
    else if (after)
      pair.report({
        fact: factOf(after, 'added'),
        effect: 'narrowed',
        keyword: after.kind,
        says: 'must fit one of several schemas now',
      })
    else if (before) {
      pair.report({
        fact: factOf(before, 'removed'),
        effect: 'widened',
        keyword: before.kind,
        says: 'need not fit one of several schemas any more',
      })
    }
  }
}

function writtenAs({ branches }: Union): string {
  return branches
    .map(({ ref }) => canonical(ref[0]?.value))
    .sort()
    .join()
}

function compareBranches(pair: SchemaPair, before: Union, after: Union): void {
  const { matched, removed, added } = match(pair, before.branches, after.branches)
  for (const [old, next] of matched) {
    pair.descend(next.name === undefined ? '' : `(${next.name})`, old.ref, next.ref, false)
    compareAddedTo(pair, old.ref, next.ref)
  }
  reportRemoved(pair, before, removed, after.branches)
  reportAdded(pair, after, added, before.branches)
  if (before.kind !== after.kind && matched.length > 1) {
    const says = `must fit ${after.kind === 'oneOf' ? 'exactly' : 'at least'} one of its schemas now`
    pair.report({ fact: 'union-kind-changed', effect: 'changed', sent: 'patch', received: 'patch', keyword: after.kind, says })
  }
}

/**
 * A branch that another one covers takes or gives nothing. That is so for texts and numbers only: objects with optional fields cover
 * each other all too easily, and have types of their own.
 */
function reportRemoved(pair: SchemaPair, union: Union, removed: readonly Branch[], left: readonly Branch[]): void {
  for (const branch of removed) {
    const isScalar = !pair.readOld(branch.ref).types.has('object')
    const isCovered = pair.isSent && isScalar && left.some((other) => pair.compatibility(branch.ref, other.ref) !== 'breaking')
    const says = `${pair.isSent ? 'does not take' : 'is never'} ${nameOf(branch, pair.readOld(branch.ref))} any more`
    const place = { old: branch.ref[0] }
    pair.report({ fact: factOf(union, 'removed'), effect: 'narrowed', place, says, ...(isCovered && { sent: 'minor' }) })
  }
}

function reportAdded(pair: SchemaPair, union: Union, added: readonly Branch[], known: readonly Branch[]): void {
  for (const branch of added) {
    const isScalar = !pair.readNew(branch.ref).types.has('object')
    const isCovered = !pair.isSent && isScalar && known.some((other) => pair.compatibility(other.ref, branch.ref) !== 'breaking')
    const says = `${pair.isSent ? 'may be' : 'may also be'} ${nameOf(branch, pair.readNew(branch.ref))} now`
    const place = { new: branch.ref[0] }
    pair.report({ fact: factOf(union, 'added'), effect: 'widened', place, says, ...(isCovered && { received: 'minor' }) })
  }
}

interface Matches {
  readonly matched: readonly (readonly [Branch, Branch])[]
  readonly removed: readonly Branch[]
  readonly added: readonly Branch[]
}

/** Finds for each old branch the new one that stands for it: by name, as it is written, by what it allows, and then by likeness. */
function match(pair: SchemaPair, before: readonly Branch[], after: readonly Branch[]): Matches {
  const matched: [Branch, Branch][] = []
  const removed = new Set(before)
  const added = new Set(after)
  const pairUp = (isMatch: (old: Branch, next: Branch) => boolean): void => {
    for (const old of removed) {
      const next = [...added].find((candidate) => isMatch(old, candidate))
      if (!next) continue
      matched.push([old, next])
      removed.delete(old)
      added.delete(next)
    }
  }
  pairUp((old, next) => old.name !== undefined && old.name === next.name)
  const written = new Map([...removed, ...added].map((branch) => [branch, canonical(branch.ref[0]?.value)]))
  pairUp((old, next) => old.name === next.name && written.get(old) === written.get(next))
  if (removed.size * added.size <= mostComparisons) {
    pairUp((old, next) => pair.compatibility(old.ref, next.ref, pair.context) === 'same')
    pairUp(
      (old, next) =>
        (old.name === undefined || next.name === undefined) && isAlike(pair.readOld(old.ref), pair.readNew(next.ref)),
    )
  }
  return { matched, removed: [...removed], added: [...added] }
}

/** Two branches are taken for one that was edited if they share a type, and of objects half of the properties. */
function isAlike(old: Schema, next: Schema): boolean {
  if (commonTypes(old.types, next.types).size === 0) return false
  const names = new Set([...old.properties.keys(), ...next.properties.keys()])
  if (names.size === 0) return true
  const shared = [...names].filter((name) => old.properties.has(name) && next.properties.has(name))
  return shared.length * 2 >= names.size
}

/** What follows from a union, and what only remarks on it. */
const ofWrappers = [
  'unions',
  'types',
  'offeredTypes',
  'nullability',
  'discriminator',
  'default',
  'extensions',
  'deprecated',
] as const

/** A schema has become one branch of a union, or a union one of its branches. */
export function isWrapping({ old, new: next }: SchemaPair): boolean {
  if (old.unions.length > 0 === next.unions.length > 0) return false
  const wrapper = old.unions.length > 0 ? old : next
  const plain = wrapper === old ? next : old
  return (
    plain.parts.length > 0 && !plain.never && plain.types.size > 0 && wrapper.unions.length === 1 && saysOnly(wrapper, ofWrappers)
  )
}

export function compareWrapping(pair: SchemaPair): void {
  const { old, new: next } = pair
  const [after] = next.unions
  const [before] = old.unions
  const union = after ?? before
  if (!union) return
  // Null belongs to the whole, which may have it while none of the branches has.
  const plain = withoutNull(after ? pair.oldRef : pair.newRef)
  const how = union.branches.map(({ ref }) =>
    after ? pair.compatibility(plain, withoutNull(ref), pair.context) : pair.compatibility(withoutNull(ref), plain, pair.context),
  )
  compareNull(pair)
  const some = how.find((found) => found !== 'breaking') !== undefined
  const all = how.every((found) => found !== 'breaking')
  const names = union.branches
    .map((branch) => nameOf(branch, after ? pair.readNew(branch.ref) : pair.readOld(branch.ref)))
    .join(', ')
  const says = after ? `is one of ${names} now` : `is not one of ${names} any more`
  const fact =
    after && !some && pair.context.subject === 'body' ? 'wrapped-in-one-of' : factOf(union, after ? 'added' : 'removed')
  // Who sends is served if one branch takes what it sends; who receives, if it can read all that may come.
  const isServed = pair.isSent ? (after ? some : all) : after ? all : some
  const level = isServed ? 'minor' : 'major'
  pair.report({ fact, effect: after ? 'widened' : 'narrowed', keyword: union.kind, says, sent: level, received: level })
}

const notNull = { type: allTypes }

function withoutNull(ref: SchemaRef): SchemaRef {
  const [first] = ref
  return first ? [...ref, { ...first, value: notNull }] : ref
}

function factOf({ kind }: Union, verb: 'added' | 'removed'): string {
  return `${kind === 'oneOf' ? 'one-of' : 'any-of'}-${verb}`
}

function nameOf(branch: Branch, schema: Schema): string {
  if (branch.name !== undefined) return `\`${branch.name}\``
  if (schema.values)
    return [...schema.values.keys()]
      .slice(0, 3)
      .map((value) => `\`${value}\``)
      .join(' or ')
  return `${/^[aeiou]/.test([...schema.types].join()) ? 'an' : 'a'} ${[...schema.types].join(' or ') || 'value'}`
}
