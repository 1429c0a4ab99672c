import type { PairNode } from '../compare/schema-pair.js'
import { child, type Located, members } from '../document/located.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { isJsonObject } from '../json.js'
import type { ApiComparison } from './api-comparison.js'

/**
 * Names of schemas, which are names of types. A schema that no operation reaches is in no call, and worth a patch at most.
 * `compared` are the pairs of schemas that stand for each other somewhere.
 */
export function compareSchemaNames(api: ApiComparison, compared: Iterable<PairNode>): void {
  const before = schemasOf(api.old)
  const after = schemasOf(api.new)
  const gone = new Set([...before.keys()].filter((name) => !after.has(name)))
  const come = new Set([...after.keys()].filter((name) => !before.has(name)))
  const reachedBefore = reached(api.old)
  const reachedAfter = reached(api.new)
  const forget = (old: string | undefined, next: string | undefined): void => {
    if (old !== undefined) gone.delete(old)
    if (next !== undefined) come.delete(next)
  }

  for (const [old, next] of renamed(api, compared, gone, come)) {
    forget(old, next)
    if (!reachedBefore.has(old)) continue
    const says = `is called \`${next}\` now: its type is renamed`
    report(api, 'api-schema-renamed', 'major', { new: after.get(next) }, old, says)
  }
  for (const { old, new: next, context } of compared) {
    const oldName = api.schemas.readOld(old).name
    const newName = api.schemas.readNew(next).name
    const isWrittenOut = newName === undefined && oldName !== undefined && gone.has(oldName)
    const isTakenOut = oldName === undefined && newName !== undefined && come.has(newName)
    // Nothing but the name came or went: the values have the same types as before.
    if ((isWrittenOut || isTakenOut) && api.schemas.compatibility(old, next, context) === 'same') forget(oldName, newName)
  }
  for (const name of gone) {
    const level = reachedBefore.has(name) ? 'minor' : 'patch'
    report(api, 'api-schema-removed', level, { old: before.get(name) }, name, 'was removed: nothing has its type any more')
  }
  for (const name of come) {
    const level = reachedAfter.has(name) ? 'minor' : 'patch'
    report(api, 'api-schema-added', level, { new: after.get(name) }, name, 'was added')
  }
  compareUnused(api, before, after, (name) => reachedBefore.has(name) || reachedAfter.has(name))
}

/** Pairs of names that have taken each other's place, or whose schemas are the same. */
function renamed(
  api: ApiComparison,
  compared: Iterable<PairNode>,
  gone: ReadonlySet<string>,
  come: ReadonlySet<string>,
): Map<string, string> {
  const found = new Map<string, string>()
  if (gone.size === 0 || come.size === 0) return found
  const add = (old: string, next: string): void => {
    if (!found.has(old) && ![...found.values()].includes(next)) found.set(old, next)
  }
  for (const { old, new: next } of compared) {
    const oldName = api.schemas.readOld(old).name
    const newName = api.schemas.readNew(next).name
    if (oldName !== undefined && newName !== undefined && gone.has(oldName) && come.has(newName)) add(oldName, newName)
  }
  for (const old of gone) {
    if (found.has(old)) continue
    const twin = [...come].find((next) => isSame(api, old, next))
    if (twin !== undefined) add(old, twin)
  }
  return found
}

function isSame(api: ApiComparison, old: string, next: string): boolean {
  const [oldRef, newRef] = [[component(api.old, old)], [component(api.new, next)]]
  const [before, after] = [api.schemas.readOld(oldRef), api.schemas.readNew(newRef)]
  const names = (schema: typeof before): string => [...schema.properties.keys()].sort().join()
  // Small schemas look the same by chance.
  if (names(before) !== names(after) || (before.properties.size < 2 && !before.values)) return false
  return api.schemas.compatibility(oldRef, newRef, api.context('request', 'property', false)) === 'same'
}

function compareUnused(
  api: ApiComparison,
  before: ReadonlyMap<string, Located>,
  after: ReadonlyMap<string, Located>,
  isUsed: (name: string) => boolean,
): void {
  const contexts = (['request', 'response'] as const).map((side) => api.context(side, 'property', false))
  for (const [name, old] of before) {
    const next = after.get(name)
    if (!next || isUsed(name)) continue
    if (contexts.every((context) => api.schemas.compatibility([old], [next], context) === 'same')) continue
    report(api, 'api-schema-changed', 'patch', { new: next }, name, 'has changed; no operation uses it')
  }
}

function report(
  api: ApiComparison,
  id: string,
  level: 'major' | 'minor' | 'patch',
  at: Parameters<ApiComparison['report']>[0]['at'],
  name: string,
  says: string,
): void {
  api.report({ id, level, at, subject: `the schema \`${name}\``, says })
}

function schemasOf(document: OpenApiDocument): Map<string, Located> {
  return new Map(members(child(document.root, 'components', 'schemas')))
}

function component(document: OpenApiDocument, name: string): Located {
  return child(document.root, 'components', 'schemas', name)
}

/** Names of the schemas that operations lead to. */
function reached(document: OpenApiDocument): Set<string> {
  const names = new Set<string>()
  const seen = new Set<unknown>()
  const open = [child(document.root, 'paths'), child(document.root, 'webhooks')]
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null || seen.has(next.value)) continue
    seen.add(next.value)
    const name = /^\/components\/schemas\/([^/]+)$/.exec(next.pointer)?.[1]
    if (name !== undefined && next.file.address === '') names.add(name.replaceAll('~1', '/').replaceAll('~0', '~'))
    const reference = isJsonObject(next.value) ? next.value['$ref'] : undefined
    if (typeof reference === 'string') open.push(document.target(next, reference))
    for (const key of Object.keys(next.value)) {
      // What examples hold is data, where `$ref` is a field like any other.
      if (key !== 'example' && key !== 'examples' && key !== 'default' && key !== 'enum' && key !== 'const')
        open.push(child(next, key))
    }
  }
  return names
}
