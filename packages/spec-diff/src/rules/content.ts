import type { SchemaPair } from '../compare/schema-pair.js'

/** What a text holds: `contentMediaType`, `contentEncoding`, `contentSchema`. */
export function compareContent(pair: SchemaPair): void {
  if (!pair.bothAllow('string')) return
  for (const [key, fact] of [
    ['contentMediaType', 'content-media-type-changed'],
    ['contentEncoding', 'content-encoding-changed'],
  ] as const) {
    const before = pair.old[key]
    const after = pair.new[key]
    if (before === after) continue
    pair.report({
      fact,
      effect: 'changed',
      keyword: key,
      says: `has the ${key} ${after ?? '(none)'} now, not ${before ?? '(none)'}`,
    })
  }
  const before = pair.old.contentSchema
  const after = pair.new.contentSchema
  const keyword = 'contentSchema'
  if (before && after) pair.descend('', before, after)
  else if (after)
    pair.report({ fact: 'content-schema-added', effect: 'narrowed', keyword, says: 'must hold content of a certain schema now' })
  else if (before)
    pair.report({ fact: 'content-schema-removed', effect: 'widened', keyword, says: 'may hold content of any schema now' })
}
