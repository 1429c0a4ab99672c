import type { Level } from '../change.js'
import type { SchemaPair } from '../compare/schema-pair.js'

/** Defaults. Who leaves a value out gets the new one; in a response the server has filled it in already. */
export function compareDefaults(pair: SchemaPair): void {
  const before = pair.old.default
  const after = pair.new.default
  if (before === after) return
  const verb = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  const says =
    after === undefined
      ? `has no default any more (it was \`${before}\`)`
      : before === undefined
        ? `has the default \`${after}\` now`
        : `has the default \`${after}\` now, not \`${before}\``
  const sent = sentLevel(pair, verb)
  pair.report({ fact: `default-value-${verb}`, effect: 'changed', keyword: 'default', says, sent, received: 'patch' })
}

/** Bodies are often documented late: a default that appears beside a property seldom changes what the server does. */
function sentLevel({ context }: SchemaPair, verb: 'added' | 'removed' | 'changed'): Level {
  const isBody = context.subject === 'body' || context.subject === 'property'
  return isBody && verb !== 'changed' ? 'patch' : 'major'
}
