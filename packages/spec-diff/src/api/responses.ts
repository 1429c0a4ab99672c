import { type Located, members, objectOf } from '../document/located.js'
import { sameJson } from '../json.js'
import { extensionChanges, extensionsOf } from '../rules/extensions.js'
import { type ApiComparison, type OperationPair, placeIn } from './api-comparison.js'
import { compareHeaders } from './headers.js'
import { compareMediaTypes } from './media-types.js'

export function compareResponses(api: ApiComparison, pair: OperationPair): void {
  const before = responsesOf(api.old.at(pair.old, 'responses'))
  const after = responsesOf(api.new.at(pair.new, 'responses'))
  for (const [status, old] of before) {
    const covering = after.get(status) ?? after.get(`${status.charAt(0)}XX`)
    if (covering) compareResponse(api, pair, status, api.followOld(old), api.followNew(covering))
    else reportStatus(api, pair, status, old, before, 'removed')
  }
  for (const [status, next] of after) {
    if (!before.has(status) && !coversOnlyKnown(status, before, after)) reportStatus(api, pair, status, next, after, 'added')
  }
}

/** `2XX` in place of `200` says nothing of a status that is new. */
function coversOnlyKnown(status: string, before: Responses, after: Responses): boolean {
  if (!/^\dXX$/.test(status)) return false
  return [...before.keys()].some((known) => known.charAt(0) === status.charAt(0) && !after.has(known))
}

type Responses = ReadonlyMap<string, Located>

function responsesOf(responses: Located): Responses {
  const all = members(responses).filter(([status]) => !status.startsWith('x-'))
  return new Map(all.map(([status, located]) => [/^\dxx$/i.test(status) ? status.toUpperCase() : status, located]))
}

/** What is not described as a success may be any failure; `default` is the success where no other is described. */
function isSuccess(status: string, all: Responses): boolean {
  return status.startsWith('2') || (status === 'default' && ![...all.keys()].some((other) => other.startsWith('2')))
}

function reportStatus(
  api: ApiComparison,
  { name }: OperationPair,
  status: string,
  place: Located,
  all: Responses,
  verb: 'added' | 'removed',
): void {
  const success = isSuccess(status, all)
  const id = `response-${success ? 'success' : 'non-success'}-status-${verb}`
  const level = verb === 'removed' && success ? 'major' : 'minor'
  const at = verb === 'added' ? { new: place } : { old: place }
  const spot = `response ${status}`
  api.report({ id, level, at, operation: name, subject: spot, spot, direction: 'response', says: `was ${verb}` })
}

function compareResponse(api: ApiComparison, pair: OperationPair, status: string, old: Located, next: Located): void {
  const spot = `response ${status}`
  compareHeaders(api, pair, spot, old, next)
  compareMediaTypes(api, pair, { side: 'response', spot, old, new: next })
  const common = { operation: pair.name, subject: spot, spot, direction: 'response' } as const
  for (const [key, id, says] of [
    ['description', 'description-changed', 'is described in other words'],
    ['links', 'response-links-changed', 'has other links'],
  ] as const) {
    if (sameJson(objectOf(old)[key], objectOf(next)[key])) continue
    api.report({ ...common, id, level: 'patch', at: placeIn(old, next, key), says })
  }
  for (const { name, says } of extensionChanges(extensionsOf(old), extensionsOf(next))) {
    api.report({ ...common, id: 'extension-changed', level: 'minor', at: placeIn(old, next, name), says })
  }
}
