import type { SchemaPair } from '../compare/schema-pair.js'

const everyText = new Set(['', '.*', '^.*$', '^', '[\\s\\S]*', '^[\\s\\S]*$', '(.*)', '^(.*)$'])

/** Patterns of texts. Whether one pattern allows what another allows is not computed, but for the pattern that allows every text. */
export function comparePatterns(pair: SchemaPair): void {
  if (!pair.bothAllow('string')) return
  const removed = pair.old.patterns.filter((pattern) => !pair.new.patterns.includes(pattern))
  const added = pair.new.patterns.filter((pattern) => !pair.old.patterns.includes(pattern))
  const before = removed.filter((pattern) => !everyText.has(pattern))
  const after = added.filter((pattern) => !everyText.has(pattern))
  const keyword = 'pattern'
  if (before.length > 0 && after.length > 0) {
    const says = `must match ${quoted(after)} and not ${quoted(before)}`
    pair.report({ fact: 'pattern-changed', effect: 'changed', keyword, says })
  } else if (after.length > 0) {
    const says = pair.isSent ? `must match ${quoted(after)} now` : `matches ${quoted(after)} now`
    pair.report({ fact: 'pattern-added', effect: 'narrowed', keyword, says, received: 'patch' })
  } else if (before.length > 0) {
    const fact = added.length > 0 && pair.isSent ? 'pattern-generalized' : 'pattern-removed'
    pair.report({ fact, effect: 'widened', keyword, says: `need not match ${quoted(before)} any more` })
  }
}

function quoted(patterns: readonly string[]): string {
  return patterns.map((pattern) => `\`${pattern}\``).join(' and ')
}
