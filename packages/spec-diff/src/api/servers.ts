import type { OperationName } from '../change.js'
import { child, elements, type Located, members, objectOf, textOf } from '../document/located.js'
import { sameJson } from '../json.js'
import { extensionChanges, extensionsOf } from '../rules/extensions.js'
import { type ApiComparison, type OperationPair, placeIn } from './api-comparison.js'

/** The servers of the whole document. */
export function compareServers(api: ApiComparison): void {
  compareLists(api, api.old.root, api.new.root)
}

/** Servers of one operation, where it or its path has its own. */
export function compareOwnServers(api: ApiComparison, { name, old, new: next, oldItem, newItem }: OperationPair): void {
  const before = [old, oldItem].find(hasServers)
  const after = [next, newItem].find(hasServers)
  if (before || after) compareLists(api, before ?? api.old.root, after ?? api.new.root, name)
}

function hasServers(holder: Located): boolean {
  const { servers } = objectOf(holder)
  return Array.isArray(servers) && servers.length > 0
}

interface Server {
  readonly url: string
  readonly located: Located
}

function compareLists(api: ApiComparison, oldHolder: Located, newHolder: Located, operation?: OperationName): void {
  const before = serversOf(oldHolder)
  const after = serversOf(newHolder)
  const gone = before.filter(({ url }) => !after.some((server) => server.url === url))
  const come = after.filter(({ url }) => !before.some((server) => server.url === url))
  for (const { url, located } of gone) {
    const says = 'was removed: who calls it must move'
    api.report({ id: 'server-removed', level: 'major', at: { old: located }, operation, subject: `the server ${url}`, says })
  }
  for (const { url, located } of come) {
    api.report({
      id: 'server-added',
      level: 'minor',
      at: { new: located },
      operation,
      subject: `the server ${url}`,
      says: 'was added',
    })
  }
  const [first] = before
  const [newFirst] = after
  if (first && newFirst && first.url !== newFirst.url && !gone.includes(first)) {
    const says = `is not the first any more: clients call ${newFirst.url} by default`
    api.report({
      id: 'default-server-changed',
      level: 'major',
      at: { new: newFirst.located },
      operation,
      subject: `the server ${first.url}`,
      says,
    })
  }
  for (const old of before) {
    const next = after.find(({ url }) => url === old.url)
    if (next) compareServer(api, old, next, operation)
  }
}

function compareServer(api: ApiComparison, old: Server, next: Server, operation?: OperationName): void {
  const subject = `the server ${next.url}`
  for (const { name, says } of extensionChanges(extensionsOf(old.located), extensionsOf(next.located))) {
    api.report({
      id: 'extension-changed',
      level: 'minor',
      at: placeIn(old.located, next.located, name),
      operation,
      subject,
      says,
    })
  }
  if (!sameJson(objectOf(old.located)['description'], objectOf(next.located)['description'])) {
    const at = placeIn(old.located, next.located, 'description')
    api.report({ id: 'description-changed', level: 'patch', at, operation, subject, says: 'is described in other words' })
  }
  const before = new Map(members(child(old.located, 'variables')))
  for (const [name, variable] of members(child(next.located, 'variables'))) {
    const known = before.get(name)
    if (known) compareVariable(api, subject, name, known, variable, operation)
  }
}

function compareVariable(
  api: ApiComparison,
  subject: string,
  name: string,
  old: Located,
  next: Located,
  operation?: OperationName,
): void {
  const common = { operation, subject }
  const defaultNow = textOf(child(next, 'default'))
  if (textOf(child(old, 'default')) !== defaultNow) {
    const says = `has \`${defaultNow}\` as the default of its variable \`${name}\` now`
    api.report({ ...common, id: 'server-variable-default-changed', level: 'major', at: placeIn(old, next, 'default'), says })
  }
  const before = objectOf(old)['enum']
  const after = objectOf(next)['enum']
  if (sameJson(before, after)) return
  const isLost = Array.isArray(after) && (!Array.isArray(before) || before.some((value) => !after.includes(value)))
  const says = `takes other values of its variable \`${name}\` now`
  api.report({
    ...common,
    id: 'server-variable-enum-changed',
    level: isLost ? 'major' : 'minor',
    at: placeIn(old, next, 'enum'),
    says,
  })
}

/** Without servers, the document is served where it lies. */
function serversOf(holder: Located): Server[] {
  const servers = new Map(elements(child(holder, 'servers')).map((located) => [urlOf(located), located]))
  return servers.size > 0 ? [...servers].map(([url, located]) => ({ url, located })) : [{ url: '/', located: holder }]
}

function urlOf(server: Located): string {
  const url = textOf(child(server, 'url')) ?? '/'
  return url.length > 1 ? url.replace(/\/+$/, '') : url
}
