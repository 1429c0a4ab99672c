import type { SchemaPair } from '../compare/schema-pair.js'
import type { Schema } from '../schema/schema.js'

/** The property that tells the branches of a union apart. */
export function compareDiscriminators(pair: SchemaPair): void {
  const before = pair.old.discriminator
  const after = pair.new.discriminator
  const keyword = 'discriminator'
  if (before && after) {
    if (before.propertyName !== after.propertyName) {
      const says = `is told apart by \`${after.propertyName}\` now, not by \`${before.propertyName}\``
      pair.report({ fact: 'discriminator-property-name-changed', effect: 'changed', keyword, says })
    }
    compareMapping(pair, before.mapping, after.mapping)
  } else if (after) {
    const says = `is told apart by \`${after.propertyName}\` now`
    // It names a property that the branches have; what they demand of it is compared there.
    pair.report({ fact: 'discriminator-added', effect: 'narrowed', keyword, says, sent: 'minor', received: 'minor' })
  } else if (before) {
    const says = `is not told apart by \`${before.propertyName}\` any more`
    pair.report({ fact: 'discriminator-removed', effect: 'widened', keyword, says })
  }
}

type Mapping = ReadonlyMap<string, string>

function compareMapping(pair: SchemaPair, before: Mapping, after: Mapping): void {
  const keyword = 'discriminator'
  const removed = [...before].filter(([value, target]) => !after.has(value) && !isImplied(value, target, pair.new, after))
  const added = [...after].filter(([value, target]) => !before.has(value) && !isImplied(value, target, pair.old, before))
  const changed = [...after].filter(([value, target]) => before.has(value) && nameOf(before.get(value)) !== nameOf(target))
  if (removed.length > 0) {
    pair.report({
      fact: 'discriminator-mapping-deleted',
      effect: 'narrowed',
      keyword,
      says: `has no branch for ${listed(removed)} any more`,
    })
  }
  if (added.length > 0) {
    const received = pair.context.strict ? 'major' : 'minor'
    pair.report({
      fact: 'discriminator-mapping-added',
      effect: 'widened',
      keyword,
      says: `has a branch for ${listed(added)} now`,
      received,
    })
  }
  if (changed.length > 0) {
    const says = `has another branch for ${listed(changed)} now`
    pair.report({ fact: 'discriminator-mapping-changed', effect: 'changed', keyword, says })
  }
}

/** A branch that the mapping leaves out is chosen by the name of its component. */
function isImplied(value: string, target: string, { unions }: Schema, mapping: Mapping): boolean {
  const isMapped = [...mapping.values()].some((other) => nameOf(other) === value)
  return nameOf(target) === value && !isMapped && unions.some(({ branches }) => branches.some(({ name }) => name === value))
}

/** A mapping names a component or refers to it. */
function nameOf(target: string | undefined): string | undefined {
  return target?.split('/').at(-1)
}

function listed(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([value]) => `\`${value}\``).join(', ')
}
