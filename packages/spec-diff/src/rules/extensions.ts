import type { SchemaPair } from '../compare/schema-pair.js'
import { type Located, objectOf } from '../document/located.js'
import { isJsonObject, sameJson } from '../json.js'
import type { Schema } from '../schema/schema.js'

/** They have rules of their own. */
const judgedElsewhere = new Set(['x-sunset', 'x-stability-level'])

/** Extensions, which generators read to write code, and `xml`, which is how the value looks on the wire. */
export function compareExtensions(pair: SchemaPair): void {
  for (const { name, says } of extensionChanges(pair.old.extensions, pair.new.extensions)) {
    if (hasSameNames(pair, name)) continue
    const level = name === 'xml' || hasRenamedValue(pair, name) ? 'major' : 'minor'
    const fact = name === 'xml' ? 'xml-changed' : 'extension-changed'
    pair.report({ fact, id: fact, effect: 'changed', keyword: name, says, sent: level, received: level })
  }
}

const namesOfValues = new Set(['x-enum-varnames', 'x-enumNames', 'x-enum-names'])

/** Generators name the constants of an enum by these lists: a value under another name is a renamed constant. */
function hasRenamedValue({ old, new: next }: SchemaPair, extension: string): boolean {
  if (!namesOfValues.has(extension)) return false
  const before = namesIn(old, extension)
  const after = namesIn(next, extension)
  return [...before].some(([value, name]) => next.values?.has(value) && after.get(value) !== name)
}

/** The values have changed places, and their names with them. */
function hasSameNames({ old, new: next }: SchemaPair, extension: string): boolean {
  if (!namesOfValues.has(extension)) return false
  const before = namesIn(old, extension)
  const after = namesIn(next, extension)
  const isAsLong = [old, next].every(({ values, extensions }) => [extensions.get(extension)].flat().length === values?.size)
  return isAsLong && before.size === after.size && [...before].every(([value, name]) => after.get(value) === name)
}

function namesIn({ values, extensions }: Schema, extension: string): ReadonlyMap<string, unknown> {
  const names = extensions.get(extension)
  return new Map(Array.isArray(names) ? [...(values?.keys() ?? [])].map((value, index) => [value, names[index]]) : [])
}

/** The extensions of what is no schema. */
export function extensionsOf(located: Located): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(objectOf(located)).filter(([key]) => key.startsWith('x-')))
}

export interface ExtensionChange {
  readonly name: string
  readonly says: string
}

export function extensionChanges(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): ExtensionChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => !judgedElsewhere.has(name))
  return names
    .filter((name) => !sameJson(before.get(name), after.get(name)))
    .map((name) => ({ name, says: describe(name, before.get(name), after.get(name)) }))
}

function describe(name: string, before: unknown, after: unknown): string {
  if (before === undefined) return `has \`${name}\` now`
  if (after === undefined) return `has no \`${name}\` any more`
  if (!isJsonObject(before) || !isJsonObject(after))
    return `has another \`${name}\`${isShort(before) && isShort(after) ? `: ${JSON.stringify(after)} and not ${JSON.stringify(before)}` : ''}`
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !sameJson(before[key], after[key]))
  return `has \`${name}\` changed at ${keys
    .slice(0, 5)
    .map((key) => `\`${key}\``)
    .join(', ')}${keys.length > 5 ? ` and ${keys.length - 5} more` : ''}`
}

function isShort(value: unknown): boolean {
  return typeof value !== 'object' && JSON.stringify(value).length <= 60
}
