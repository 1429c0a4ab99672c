import type { Level } from '../change.js'
import { child, elements, type Located, members, objectOf } from '../document/located.js'
import { isJsonObject, sameJson } from '../json.js'
import { joined } from '../report/words.js'
import type { ApiComparison, OperationPair, Place } from './api-comparison.js'

/** Schemes that are needed together, each with its scopes. None: nothing is needed. */
type Alternative = ReadonlyMap<string, readonly string[]>

/**
 * What a caller must show. A list of alternatives, of which one is enough (OR); an alternative is a list of schemes that are needed
 * together (AND). A caller is served as long as what it shows is enough for one of the new alternatives.
 */
export function compareSecurity(api: ApiComparison, pair: OperationPair): void {
  const [oldPlace, isOwnBefore] = securityOf(pair.old, api.old.root)
  const [newPlace, isOwnAfter] = securityOf(pair.new, api.new.root)
  const before = alternativesOf(oldPlace)
  const after = alternativesOf(newPlace)
  const prefix = isOwnBefore || isOwnAfter ? 'api-security' : 'api-global-security'
  const at: Place = newPlace.value === undefined ? { old: oldPlace } : { new: newPlace }
  const report = (fact: string, level: Level, says: string): void =>
    api.report({ id: `${prefix}-${fact}`, level, at, operation: pair.name, says })

  for (const old of before.filter((old) => !after.some((next) => isEnough(old, next)))) reportRefused(old, after, report)
  for (const next of after.filter((next) => !before.some((old) => isEnough(old, next)))) reportNew(next, before, report)
  for (const next of after) {
    const same = before.find((old) => hasSameSchemes(old, next) && isEnough(old, next))
    if (same && lessScopes(same, next)) report('scope-removed', 'minor', `needs fewer scopes now: ${describe(next)}`)
    else if (!same && before.some((old) => isEnough(old, next))) {
      report('removed', 'minor', next.size === 0 ? 'needs no credentials any more' : `needs ${describe(next)} and no more now`)
    }
  }
}

function reportRefused(old: Alternative, after: readonly Alternative[], report: Report): void {
  const enough = joined(after.map(describe), 'or')
  if (after.some((next) => hasSameSchemes(old, next))) report('scope-added', 'major', `needs more scopes now: ${enough}`)
  else if (old.size === 0) report('added', 'major', `needs credentials now: ${enough}`)
  else if (after.some((next) => [...old.keys()].every((scheme) => next.has(scheme)))) {
    report('added', 'major', `needs ${enough} now; ${describe(old)} is not enough`)
  } else report('removed', 'major', `does not take ${describe(old)} any more; it needs ${enough}`)
}

function reportNew(next: Alternative, before: readonly Alternative[], report: Report): void {
  // It is the demand that was reported as refusing an old alternative.
  if (before.some((old) => hasSameSchemes(old, next) || [...old.keys()].every((scheme) => next.has(scheme)))) return
  if (next.size > 0) report('added', 'minor', `can be called with ${describe(next)} now`)
}

type Report = (fact: string, level: Level, says: string) => void

function isEnough(shown: Alternative, wanted: Alternative): boolean {
  return [...wanted].every(([scheme, scopes]) => {
    const held = shown.get(scheme)
    return held !== undefined && scopes.every((scope) => held.includes(scope))
  })
}

function hasSameSchemes(a: Alternative, b: Alternative): boolean {
  return a.size === b.size && [...a.keys()].every((scheme) => b.has(scheme))
}

function lessScopes(old: Alternative, next: Alternative): boolean {
  return [...old].some(([scheme, scopes]) => scopes.some((scope) => !next.get(scheme)?.includes(scope)))
}

function describe(alternative: Alternative): string {
  const schemes = [...alternative].map(([scheme, scopes]) => {
    return scopes.length === 0 ? `\`${scheme}\`` : `\`${scheme}\` (${scopes.join(', ')})`
  })
  return schemes.length === 0 ? 'no credentials' : joined(schemes)
}

function securityOf(operation: Located, root: Located): [Located, boolean] {
  const own = child(operation, 'security')
  return Array.isArray(own.value) ? [own, true] : [child(root, 'security'), false]
}

function alternativesOf(security: Located): Alternative[] {
  const alternatives = elements(security).map(
    (entry): Alternative =>
      new Map(
        Object.entries(objectOf(entry)).map(([scheme, scopes]) => [
          scheme,
          Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [],
        ]),
      ),
  )
  return alternatives.length > 0 ? alternatives : [new Map()]
}

/** The definitions of the schemes. Which of them an operation needs is compared there. */
export function compareSecuritySchemes(api: ApiComparison): void {
  const before = new Map(members(child(api.old.root, 'components', 'securitySchemes')))
  const after = new Map(members(child(api.new.root, 'components', 'securitySchemes')))
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(name)
    const next = after.get(name)
    const report = (fact: string, level: Level, says: string): void => {
      const id = `api-security-component-${fact}`
      api.report({ id, level, at: { old, new: next }, subject: `the security scheme \`${name}\``, says })
    }
    if (old && next) compareScheme(objectOf(api.followOld(old)), objectOf(api.followNew(next)), report)
    else if (next) report('added', 'minor', 'was added')
    // Whether somebody needs it is told by the operations.
    else report('removed', 'patch', 'was removed')
  }
}

type Raw = Readonly<Record<string, unknown>>

function compareScheme(old: Raw, next: Raw, report: Report): void {
  if (!sameJson(old['type'], next['type'])) {
    report('type-changed', 'major', `is of type ${String(next['type'])} now, not ${String(old['type'])}`)
    return
  }
  for (const key of ['in', 'name', 'scheme', 'openIdConnectUrl']) {
    if (lower(old[key]) === lower(next[key])) continue
    report('changed', 'major', `has "${key}: ${String(next[key])}" now, not "${String(old[key])}"`)
  }
  if (!sameJson(old['description'], next['description'])) report('description-changed', 'patch', 'is described in other words')
  compareFlows(flowsOf(old), flowsOf(next), report)
}

function lower(value: unknown): string {
  return String(value ?? '').toLowerCase()
}

function compareFlows(before: ReadonlyMap<string, Raw>, after: ReadonlyMap<string, Raw>, report: Report): void {
  for (const [name, old] of before) {
    const next = after.get(name)
    if (next) compareFlow(old, next, report)
    else report('oauth-flow-removed', 'major', `has no flow "${name}" any more`)
  }
  for (const name of after.keys()) if (!before.has(name)) report('oauth-flow-added', 'minor', `has the flow "${name}" now`)
}

function compareFlow(old: Raw, next: Raw, report: Report): void {
  for (const [key, fact] of [
    ['authorizationUrl', 'oauth-url-changed'],
    ['tokenUrl', 'oauth-token-url-changed'],
    ['refreshUrl', 'oauth-refresh-url-changed'],
  ] as const) {
    if (!sameJson(old[key], next[key])) report(fact, 'major', `has the ${key} ${String(next[key] ?? '(none)')} now`)
  }
  const before = isJsonObject(old['scopes']) ? old['scopes'] : {}
  const after = isJsonObject(next['scopes']) ? next['scopes'] : {}
  for (const scope of Object.keys(before)) {
    if (!(scope in after)) report('oauth-scope-removed', 'major', `has no scope \`${scope}\` any more`)
    else if (!sameJson(before[scope], after[scope]))
      report('oauth-scope-changed', 'patch', `describes the scope \`${scope}\` in other words`)
  }
  for (const scope of Object.keys(after))
    if (!(scope in before)) report('oauth-scope-added', 'minor', `has the scope \`${scope}\` now`)
}

function flowsOf(scheme: Raw): ReadonlyMap<string, Raw> {
  const flows = isJsonObject(scheme['flows']) ? scheme['flows'] : {}
  return new Map(Object.entries(flows).flatMap(([name, flow]) => (isJsonObject(flow) ? [[name, flow] as const] : [])))
}
