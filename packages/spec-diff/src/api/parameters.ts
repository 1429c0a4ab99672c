import type { Level } from '../change.js'
import { levelOf } from '../compare/finding.js'
import { child, elements, type Located, members, objectOf } from '../document/located.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { sameJson } from '../json.js'
import { extensionChanges, extensionsOf } from '../rules/extensions.js'
import { lifecycleFacts, lifecycleOf } from '../rules/lifecycle.js'
import type { SchemaRef } from '../schema/schema.js'
import { type ApiComparison, type OperationPair, type Place, placeIn } from './api-comparison.js'

interface Parameter {
  readonly located: Located
  readonly name: string
  readonly in: string
  readonly isRequired: boolean
  /** It stands beside the operations of its path, and counts for all of them. */
  readonly isShared: boolean
}

/** Headers that OpenAPI tells to ignore as parameters: other fields of the document say them. */
const ignored = new Set(['header accept', 'header content-type', 'header authorization'])

export function compareParameters(api: ApiComparison, pair: OperationPair): void {
  const before = parametersOf(api.old, pair.oldItem, pair.old, pair.oldPath)
  const after = parametersOf(api.new, pair.newItem, pair.new, pair.name.path)
  for (const [key, old] of before) {
    const next = after.get(key)
    if (next) compareParameter(api, pair, old, next)
    else reportRemoved(api, pair, old)
  }
  for (const [key, next] of after) if (!before.has(key)) reportAdded(api, pair, next)
}

/** By where they are and how they are called; those of a path by their position in it. */
function parametersOf(document: OpenApiDocument, item: Located, operation: Located, path: string): Map<string, Parameter> {
  const positions = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name)
  const found = new Map<string, Parameter>()
  for (const [holder, isShared] of [
    [item, true],
    [operation, false],
  ] as const) {
    for (const entry of elements(document.at(holder, 'parameters'))) {
      const located = document.follow(entry)
      const { name, in: place, required } = objectOf(located)
      if (typeof name !== 'string' || typeof place !== 'string') continue
      const position = place === 'path' ? positions.indexOf(name) : -1
      const key = position >= 0 ? `path ${position}` : `${place} ${place === 'header' ? name.toLowerCase() : name}`
      if (!ignored.has(key))
        found.set(key, { located, name, in: place, isRequired: required === true || place === 'path', isShared })
    }
  }
  return found
}

function compareParameter(api: ApiComparison, pair: OperationPair, old: Parameter, next: Parameter): void {
  if (old.in === 'path' && old.name !== next.name) {
    const says = `was called \`${old.name}\`: its argument is renamed`
    report(api, pair, next, 'request-parameter-renamed', 'major', says, { new: child(next.located, 'name') })
  }
  if (old.isRequired !== next.isRequired) {
    const fact = next.isRequired ? 'required' : 'optional'
    const says = next.isRequired ? 'must be sent now' : 'may be left out now'
    const at = placeIn(old.located, next.located, 'required')
    const level = levelOf(next.isRequired ? 'narrowed' : 'widened', api.context('request', 'parameter', pair.isReversed).flow)
    report(api, pair, next, `request-parameter-became-${fact}`, level, says, at)
  }
  compareLifecycle(api, pair, old, next)
  compareSerialization(api, pair, old, next)
  for (const { name, says } of extensionChanges(extensionsOf(old.located), extensionsOf(next.located))) {
    report(api, pair, next, 'extension-changed', 'minor', says, placeIn(old.located, next.located, name))
  }
  compareTexts(api, pair, old, next)
  const use = {
    operation: pair.name,
    spot: titleOf(next),
    subject: `the ${titleOf(next)}`,
    part: `in the ${titleOf(next)}, the property`,
  }
  api.compareSchemas(use, schemaOf(old), schemaOf(next), api.context('request', 'parameter', pair.isReversed))
}

function reportAdded(api: ApiComparison, pair: OperationPair, added: Parameter): void {
  const word = added.isRequired ? 'required' : 'optional'
  const id =
    added.in === 'path'
      ? 'new-request-path-parameter'
      : added.isShared
        ? `new-${word}-request-default-parameter-to-existing-path`
        : `new-${word}-request-parameter`
  const says = added.isRequired ? 'was added and must be sent' : 'was added'
  const level = added.isRequired ? levelOf('narrowed', api.context('request', 'parameter', pair.isReversed).flow) : 'minor'
  report(api, pair, added, id, level, says, { new: added.located })
}

function reportRemoved(api: ApiComparison, pair: OperationPair, gone: Parameter): void {
  const isDeprecated = objectOf(gone.located)['deprecated'] === true
  const id = isDeprecated ? 'request-parameter-removed-with-deprecation' : 'request-parameter-removed'
  report(api, pair, gone, id, 'major', 'was removed', { old: gone.located })
}

const lifecycleIds = {
  deprecated: 'request-parameter-deprecated',
  deprecatedWithSunset: 'request-parameter-deprecated',
  reactivated: 'request-parameter-reactivated',
  sunsetParse: 'request-parameter-sunset-parse',
  sunsetDeleted: 'request-parameter-sunset-deleted',
  sunsetTooSmall: 'request-parameter-sunset-date-changed-too-small',
  stability: 'request-parameter-stability',
}

function compareLifecycle(api: ApiComparison, pair: OperationPair, old: Parameter, next: Parameter): void {
  const facts = lifecycleFacts(lifecycleOf(objectOf(old.located)), lifecycleOf(objectOf(next.located)), lifecycleIds)
  for (const { id, level, says } of facts) report(api, pair, next, id, level, says, { new: next.located })
}

const styles: Readonly<Record<string, string>> = { query: 'form', cookie: 'form', path: 'simple', header: 'simple' }

/** How the value looks in the URL or the header. */
function compareSerialization(api: ApiComparison, pair: OperationPair, old: Parameter, next: Parameter): void {
  const before = styleOf(old)
  const after = styleOf(next)
  const at = (key: string) => placeIn(old.located, next.located, key)
  if (before.style !== after.style) {
    const says = `is written in the style "${after.style}" now, not "${before.style}"`
    report(api, pair, next, 'request-parameter-style-changed', 'major', says, at('style'))
  } else if (before.explode !== after.explode && isStructured(api, old, next)) {
    const says = after.explode ? 'repeats its name for each value now' : 'has all its values in one place now'
    report(api, pair, next, 'request-parameter-explode-changed', 'major', says, at('explode'))
  }
  for (const [key, id] of [
    ['allowReserved', 'request-parameter-allow-reserved-changed'],
    ['allowEmptyValue', 'request-parameter-allow-empty-value-changed'],
  ] as const) {
    const isAllowed = objectOf(next.located)[key] === true
    if ((objectOf(old.located)[key] === true) === isAllowed) continue
    report(api, pair, next, id, isAllowed ? 'minor' : 'major', `has ${key} ${isAllowed} now`, at(key))
  }
  const [oldType, newType] = [mediaTypeOf(old), mediaTypeOf(next)]
  if (oldType !== newType) {
    const says = `is written as ${newType ?? 'plain text'} now, not as ${oldType ?? 'plain text'}`
    report(api, pair, next, 'request-parameter-media-type-changed', 'major', says, at('content'))
  }
}

/** With one value, to repeat the name or not makes no difference. */
function isStructured(api: ApiComparison, old: Parameter, next: Parameter): boolean {
  const types = [...api.schemas.readOld(schemaOf(old)).types, ...api.schemas.readNew(schemaOf(next)).types]
  return types.some((type) => type === 'array' || type === 'object')
}

function styleOf(parameter: Parameter): { readonly style: string; readonly explode: boolean } {
  const { style, explode } = objectOf(parameter.located)
  const used = typeof style === 'string' ? style : (styles[parameter.in] ?? 'form')
  return { style: used, explode: typeof explode === 'boolean' ? explode : used === 'form' }
}

function mediaTypeOf({ located }: Parameter): string | undefined {
  return members(child(located, 'content'))[0]?.[0]
}

function schemaOf({ located }: Parameter): SchemaRef {
  const [content] = members(child(located, 'content'))
  const schema = child(content ? content[1] : located, 'schema')
  return schema.value === undefined ? [] : [schema]
}

function compareTexts(api: ApiComparison, pair: OperationPair, old: Parameter, next: Parameter): void {
  for (const [keys, id, says] of [
    [['description'], 'description-changed', 'is described in other words'],
    [['example', 'examples'], 'example-changed', 'has other examples'],
  ] as const) {
    const key = keys.find((name) => !sameJson(objectOf(old.located)[name], objectOf(next.located)[name]))
    if (key !== undefined) report(api, pair, next, id, 'patch', says, placeIn(old.located, next.located, key))
  }
}

function report(
  api: ApiComparison,
  { name }: OperationPair,
  parameter: Parameter,
  id: string,
  level: Level,
  says: string,
  at: Place,
): void {
  const title = titleOf(parameter)
  api.report({ id, level, at, operation: name, subject: `the ${title}`, spot: title, direction: 'request', says })
}

function titleOf(parameter: Parameter): string {
  return `${parameter.in} parameter \`${parameter.name}\``
}
