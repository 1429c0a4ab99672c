import type { OperationName } from '../change.js'
import { child, type Located, members, objectOf, textOf } from '../document/located.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { isJsonObject } from '../json.js'
import type { ApiComparison, OperationPair } from './api-comparison.js'
import { compareOperation } from './operation.js'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']

type Kind = 'path' | 'webhook' | 'callback'

/** Paths, webhooks and callbacks: all are lists of operations under a name. */
export function comparePaths(api: ApiComparison, old: Located, next: Located, kind: Kind, within?: OperationName): void {
  const before = itemsOf(api.old, old)
  const after = itemsOf(api.new, next)
  const templates = new Map([...after.keys()].map((path) => [templateOf(path), path]))
  const left = new Set(after.keys())
  for (const [oldPath, oldItem] of before) {
    const template = templates.get(templateOf(oldPath))
    const newPath = after.has(oldPath)
      ? oldPath
      : kind === 'path' && template !== undefined && !before.has(template)
        ? template
        : undefined
    const newItem = newPath === undefined ? undefined : after.get(newPath)
    if (newPath !== undefined) left.delete(newPath)
    compareItems(
      api,
      { path: oldPath, item: oldItem },
      newPath !== undefined && newItem ? { path: newPath, item: newItem } : undefined,
      kind,
      within,
    )
  }
  for (const path of left) {
    const item = after.get(path)
    if (!item) continue
    for (const method of methodsOf(item)) reportAdded(api, api.new.at(item, method), path, method, kind, within)
  }
}

interface Item {
  readonly path: string
  readonly item: Located
}

function compareItems(api: ApiComparison, before: Item, after: Item | undefined, kind: Kind, within?: OperationName): void {
  for (const method of methodsOf(before.item)) {
    const old = api.old.at(before.item, method)
    if (!after || !isJsonObject(child(after.item, method).value)) {
      reportRemoved(api, old, nameOf(old, method, before.path, within), kind, after !== undefined)
      continue
    }
    const next = api.new.at(after.item, method)
    const pair: OperationPair = {
      name: nameOf(next, method, after.path, within),
      old,
      new: next,
      oldItem: before.item,
      newItem: after.item,
      oldPath: before.path,
      isReversed: kind !== 'path',
    }
    compareOperation(api, pair)
  }
  if (!after) return
  const known = new Set(methodsOf(before.item))
  for (const method of methodsOf(after.item)) {
    if (!known.has(method)) reportAdded(api, api.new.at(after.item, method), after.path, method, kind, within)
  }
}

function reportAdded(api: ApiComparison, place: Located, path: string, method: string, kind: Kind, within?: OperationName): void {
  const operation = nameOf(place, method, path, within)
  const id = kind === 'path' ? 'endpoint-added' : `${kind}-added`
  api.report({
    id,
    level: 'minor',
    at: { new: place },
    operation,
    says: kind === 'path' ? 'was added' : `was added as a ${kind}`,
  })
}

function reportRemoved(api: ApiComparison, place: Located, operation: OperationName, kind: Kind, pathIsLeft: boolean): void {
  const says = kind === 'path' ? 'was removed' : `was removed; it was a ${kind}`
  // A method that is gone breaks its callers, announced or not.
  api.report({
    id: kind === 'path' ? idOfRemoval(place, pathIsLeft) : `${kind}-removed`,
    level: 'major',
    at: { old: place },
    operation,
    says,
  })
}

function idOfRemoval(place: Located, pathIsLeft: boolean): string {
  const { deprecated, 'x-sunset': sunset } = objectOf(place)
  const prefix = pathIsLeft ? 'api' : 'api-path'
  if (deprecated !== true) return `${prefix}-removed-without-deprecation`
  return Date.parse(String(sunset ?? '')) > Date.now() ? `${prefix}-removed-before-sunset` : `${prefix}-removed-with-deprecation`
}

function itemsOf(document: OpenApiDocument, paths: Located): Map<string, Located> {
  const items = members(paths).filter(([path]) => !path.startsWith('x-'))
  return new Map(items.map(([path, item]) => [path, document.follow(item)]))
}

function methodsOf(item: Located): string[] {
  return methods.filter((method) => isJsonObject(objectOf(item)[method]))
}

function nameOf(operation: Located, method: string, path: string, within?: OperationName): OperationName {
  const operationId = textOf(child(operation, 'operationId'))
  const whole = within ? `${path} (callback of ${within.operationId ?? `${within.method.toUpperCase()} ${within.path}`})` : path
  return { method, path: whole, ...(operationId !== undefined && { operationId }) }
}

/** Names of path parameters are not on the wire. */
function templateOf(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}')
}
