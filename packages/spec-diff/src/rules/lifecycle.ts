import type { Level } from '../change.js'
import type { SchemaPair } from '../compare/schema-pair.js'
import type { Located } from '../document/located.js'
import { type JsonObject, sameJson } from '../json.js'
import type { Schema } from '../schema/schema.js'

export interface LifecycleFact {
  readonly about: 'deprecated' | 'sunset' | 'stability'
  readonly id: string
  readonly level: Level
  readonly says: string
}

export interface Lifecycle {
  readonly deprecated: boolean
  readonly sunset: unknown
  readonly stability: unknown
}

const stabilities = ['draft', 'alpha', 'beta', 'stable']

export function lifecycleOf(raw: JsonObject): Lifecycle {
  return { deprecated: raw['deprecated'] === true, sunset: raw['x-sunset'], stability: raw['x-stability-level'] }
}

/**
 * Deprecation, the day of the end (`x-sunset`) and maturity (`x-stability-level`). To deprecate breaks nobody; to take back what was
 * promised about the end or the maturity does.
 */
export function lifecycleFacts(before: Lifecycle, after: Lifecycle, ids: Readonly<Record<LifecycleId, string>>): LifecycleFact[] {
  return [...deprecation(before, after, ids), ...sunset(before, after, ids), ...stability(before, after, ids)]
}

export type LifecycleId =
  | 'deprecated'
  | 'deprecatedWithSunset'
  | 'reactivated'
  | 'sunsetParse'
  | 'sunsetDeleted'
  | 'sunsetTooSmall'
  | 'stability'

function deprecation(before: Lifecycle, after: Lifecycle, ids: Readonly<Record<LifecycleId, string>>): LifecycleFact[] {
  if (before.deprecated === after.deprecated) return []
  if (!after.deprecated) return [{ about: 'deprecated', id: ids.reactivated, level: 'minor', says: 'is not deprecated any more' }]
  const day = dayOf(after.sunset)
  if (day === undefined) return [{ about: 'deprecated', id: ids.deprecated, level: 'minor', says: 'is deprecated' }]
  const says = `is deprecated and will be removed on ${String(after.sunset)}`
  return [{ about: 'deprecated', id: ids.deprecatedWithSunset, level: 'minor', says }]
}

function sunset(before: Lifecycle, after: Lifecycle, ids: Readonly<Record<LifecycleId, string>>): LifecycleFact[] {
  if (sameJson(before.sunset, after.sunset) || !after.deprecated) return []
  const old = dayOf(before.sunset)
  const next = dayOf(after.sunset)
  if (after.sunset !== undefined && next === undefined) {
    const says = `has an x-sunset that is no date: ${JSON.stringify(after.sunset)}`
    return [{ about: 'sunset', id: ids.sunsetParse, level: before.deprecated ? 'major' : 'patch', says }]
  }
  if (!before.deprecated || old === undefined) return []
  if (next === undefined) {
    const says = `may be removed at any time now; it was to stay until ${String(before.sunset)}`
    return [{ about: 'sunset', id: ids.sunsetDeleted, level: 'major', says }]
  }
  const isEarlier = next < old
  const says = `will be removed on ${String(after.sunset)} and not on ${String(before.sunset)}`
  return [{ about: 'sunset', id: ids.sunsetTooSmall, level: isEarlier ? 'major' : 'patch', says }]
}

function stability(before: Lifecycle, after: Lifecycle, ids: Readonly<Record<LifecycleId, string>>): LifecycleFact[] {
  const old = stabilities.indexOf(String(before.stability ?? 'stable'))
  const next = stabilities.indexOf(String(after.stability ?? 'stable'))
  if (next === old) return []
  const says = `has the stability ${String(after.stability ?? 'stable')} now; it was ${String(before.stability ?? 'stable')}`
  if (next === -1) return [{ about: 'stability', id: 'api-invalid-stability-level', level: 'patch', says }]
  const id = `${ids.stability}-${next < old ? 'decreased' : 'increased'}`
  return [{ about: 'stability', id, level: next < old ? 'major' : 'minor', says }]
}

/** Milliseconds since 1970 of a date of RFC 3339, with or without a time; YAML may have read it as a date already. */
function dayOf(value: unknown): number | undefined {
  const text = value instanceof Date ? value.toISOString() : String(value ?? '')
  const time = /^\d{4}-\d{2}-\d{2}([Tt ].*)?$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

/** The lifecycle of a property. */
export function compareLifecycle(
  pair: SchemaPair,
  name: string,
  before: Schema,
  after: Schema,
  oldPlace: Located | undefined,
  newPlace: Located | undefined,
): void {
  const prefix = `${pair.context.side}-property`
  const ids = {
    deprecated: `${prefix}-deprecated`,
    deprecatedWithSunset: `${prefix}-deprecated-with-sunset`,
    reactivated: `${prefix}-reactivated`,
    sunsetParse: `${prefix}-deprecated-sunset-invalid`,
    sunsetDeleted: `${prefix}-deprecated-sunset-missing`,
    sunsetTooSmall: `${prefix}-sunset-date-too-small`,
    stability: `${prefix}-stability`,
  }
  for (const { id, level, says } of lifecycleFacts(lifecycleOfSchema(before), lifecycleOfSchema(after), ids)) {
    const place = { new: newPlace, old: oldPlace }
    pair.report({ fact: id, id, effect: 'changed', sent: level, received: level, place, label: `.${name}`, says })
  }
}

function lifecycleOfSchema({ deprecated, extensions }: Schema): Lifecycle {
  return { deprecated, sunset: extensions.get('x-sunset'), stability: extensions.get('x-stability-level') }
}
