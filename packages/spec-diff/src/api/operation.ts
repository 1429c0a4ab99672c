import { child, elements, type Located, members, objectOf, textOf } from '../document/located.js'
import { sameJson } from '../json.js'
import { extensionChanges, extensionsOf } from '../rules/extensions.js'
import { lifecycleFacts, lifecycleOf } from '../rules/lifecycle.js'
import { type ApiComparison, type OperationPair, placeIn } from './api-comparison.js'
import { compareParameters } from './parameters.js'
import { comparePaths } from './paths.js'
import { compareRequestBody } from './request-body.js'
import { compareResponses } from './responses.js'
import { compareSecurity } from './security.js'
import { compareOwnServers } from './servers.js'

/** One operation of both documents, all that it says. */
export function compareOperation(api: ApiComparison, pair: OperationPair): void {
  compareNames(api, pair)
  compareLifecycle(api, pair)
  compareParameters(api, pair)
  compareRequestBody(api, pair)
  compareResponses(api, pair)
  compareCallbacks(api, pair)
  compareSecurity(api, pair)
  compareOwnServers(api, pair)
  compareExtensions(api, pair, pair.oldItem, pair.newItem)
  compareExtensions(api, pair, pair.old, pair.new)
  compareTexts(api, pair, pair.oldItem, pair.newItem)
  compareTexts(api, pair, pair.old, pair.new)
}

/** `operationId` and tags are names of methods and of the classes that hold them. */
function compareNames(api: ApiComparison, { name, old, new: next }: OperationPair): void {
  const before = textOf(child(old, 'operationId'))
  const after = textOf(child(next, 'operationId'))
  if (before !== after) {
    const id = before === undefined ? 'api-operation-id-added' : 'api-operation-id-removed'
    const says =
      before === undefined
        ? `has the operationId \`${after}\` now, and its method a new name`
        : after === undefined
          ? `has no operationId any more (it was \`${before}\`), and its method a new name`
          : `has the operationId \`${after}\` now, not \`${before}\`: its method is renamed`
    const operation = { method: name.method, path: name.path }
    api.report({ id, level: 'major', at: placeIn(old, next, 'operationId'), operation, says })
  }
  const oldTags = elements(child(old, 'tags'))
  const newTags = elements(child(next, 'tags'))
  for (const tag of oldTags.filter((tag) => !newTags.some((other) => sameJson(other.value, tag.value)))) {
    const says = `has the tag \`${tag.value}\` no more: code that groups methods by tag finds it elsewhere`
    api.report({ id: 'api-tag-removed', level: 'major', at: { old: tag }, operation: name, says })
  }
  for (const tag of newTags.filter((tag) => !oldTags.some((other) => sameJson(other.value, tag.value)))) {
    api.report({
      id: 'api-tag-added',
      level: 'minor',
      at: { new: tag },
      operation: name,
      says: `has the tag \`${tag.value}\` now`,
    })
  }
}

const lifecycleIds = {
  deprecated: 'endpoint-deprecated',
  deprecatedWithSunset: 'endpoint-deprecated-with-sunset',
  reactivated: 'endpoint-reactivated',
  sunsetParse: 'api-path-sunset-parse',
  sunsetDeleted: 'sunset-deleted',
  sunsetTooSmall: 'api-sunset-date-changed-too-small',
  stability: 'api-stability',
}

const lifecycleKeywords = { deprecated: 'deprecated', sunset: 'x-sunset', stability: 'x-stability-level' }

function compareLifecycle(api: ApiComparison, { name, old, new: next }: OperationPair): void {
  for (const { about, id, level, says } of lifecycleFacts(
    lifecycleOf(objectOf(old)),
    lifecycleOf(objectOf(next)),
    lifecycleIds,
  )) {
    api.report({ id, level, at: placeIn(old, next, lifecycleKeywords[about]), operation: name, says })
  }
}

/** What a callback asks for is what the server sends. */
function compareCallbacks(api: ApiComparison, { name, old, new: next }: OperationPair): void {
  const before = new Map(members(child(old, 'callbacks')))
  const after = new Map(members(child(next, 'callbacks')))
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const oldCallback = before.get(key)
    const newCallback = after.get(key)
    const none = (place: Located): Located => ({ ...place, value: {} })
    const oldPaths = oldCallback && api.followOld(oldCallback)
    const newPaths = newCallback && api.followNew(newCallback)
    if (oldPaths && newPaths) comparePaths(api, oldPaths, newPaths, 'callback', name)
    else if (newPaths) comparePaths(api, none(newPaths), newPaths, 'callback', name)
    else if (oldPaths) comparePaths(api, oldPaths, none(oldPaths), 'callback', name)
  }
}

function compareExtensions(api: ApiComparison, { name }: OperationPair, old: Located, next: Located): void {
  for (const { name: key, says } of extensionChanges(extensionsOf(old), extensionsOf(next))) {
    api.report({ id: 'extension-changed', level: 'minor', at: placeIn(old, next, key), operation: name, says })
  }
}

function compareTexts(api: ApiComparison, { name }: OperationPair, old: Located, next: Located): void {
  const changed = ['summary', 'description', 'externalDocs'].filter((key) => !sameJson(objectOf(old)[key], objectOf(next)[key]))
  const [key] = changed
  if (key === undefined) return
  const says = 'is described in other words'
  api.report({ id: 'description-changed', level: 'patch', at: placeIn(old, next, key), operation: name, says })
}
