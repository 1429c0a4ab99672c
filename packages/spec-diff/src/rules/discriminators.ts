import type { SchemaPair } from '../compare/schema-pair.js'

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
  const removed = [...before.keys()].filter((value) => !after.has(value))
  const added = [...after.keys()].filter((value) => !before.has(value))
  const changed = [...after].filter(([value, target]) => before.has(value) && nameOf(before.get(value)) !== nameOf(target))
  if (removed.length > 0) {
    pair.report({
      fact: 'discriminator-mapping-deleted',
      effect: 'narrowed',
      keyword,
      says: `has no branch for ${list(removed)} any more`,
    })
  }
  if (added.length > 0) {
    const received = pair.context.strict ? 'major' : 'minor'
    pair.report({
      fact: 'discriminator-mapping-added',
      effect: 'widened',
      keyword,
      says: `has a branch for ${list(added)} now`,
      received,
    })
  }
  if (changed.length > 0) {
    const says = `has another branch for ${list(changed.map(([value]) => value))} now`
    pair.report({ fact: 'discriminator-mapping-changed', effect: 'changed', keyword, says })
  }
}

/** A mapping names a component or refers to it. */
function nameOf(target: string | undefined): string | undefined {
  return target?.split('/').at(-1)
}

function list(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(', ')
}
