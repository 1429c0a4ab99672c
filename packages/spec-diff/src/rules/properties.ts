import type { SchemaPair } from '../compare/schema-pair.js'
import type { Located } from '../document/located.js'
import { allowsEverything } from '../schema/conjunction.js'
import type { Schema, SchemaRef } from '../schema/schema.js'
import { compareLifecycle } from './lifecycle.js'

interface Property {
  readonly name: string
  readonly pair: SchemaPair
  readonly ref: SchemaRef
  readonly schema: Schema
  readonly isRequired: boolean
}

/** The properties of objects: which there are, which are required, and who may write them. */
export function compareProperties(pair: SchemaPair): void {
  if (!pair.bothAllow('object')) return
  for (const name of new Set([...pair.old.properties.keys(), ...pair.new.properties.keys()])) {
    const before = property(pair, name, 'old')
    const after = property(pair, name, 'new')
    if (before && after) compareProperty(before, after)
    else if (before && !isLeftOut(before)) reportRemoved(before)
    else if (after && !isLeftOut(after)) reportAdded(after)
    else if (!before && !after) compareForbidden(pair, name)
  }
  compareRequiredWithoutProperty(pair)
}

function property(pair: SchemaPair, name: string, document: 'old' | 'new'): Property | undefined {
  const ref = pair[document].properties.get(name)
  if (!ref) return undefined
  const schema = document === 'old' ? pair.readOld(ref) : pair.readNew(ref)
  return schema.never ? undefined : { name, pair, ref, schema, isRequired: pair[document].required.has(name) }
}

/** A property whose schema is `false`, where the other document says nothing of it. */
function compareForbidden(pair: SchemaPair, name: string): void {
  const [before, after] = [pair.old, pair.new].map((schema) => schema.properties.has(name) || schema.additional === false)
  if (before === after) return
  const fact = after ? 'became-forbidden' : 'became-allowed'
  pair.report({
    fact,
    id: idOf(pair, fact),
    effect: after ? 'narrowed' : 'widened',
    received: 'minor',
    keyword: 'properties',
    label: labelOf(name),
    says: after ? 'must be absent now' : 'need not be absent any more',
  })
}

/**
 * A part that holds under a condition has come to name a property that the schema around it has as well: what is new is what the part
 * adds to that.
 */
export function compareAddedTo(pair: SchemaPair, oldPart: SchemaRef, newPart: SchemaRef): void {
  const known = pair.readOld(oldPart).properties
  for (const [name, ref] of pair.readNew(newPart).properties) {
    const around = pair.old.properties.get(name)
    if (around && !known.has(name)) pair.descend(labelOf(name), around, [...(pair.new.properties.get(name) ?? []), ...ref])
  }
}

/** A read-only property does not count in what is sent, nor a write-only one in what is received. */
function isLeftOut({ pair, schema }: Property): boolean {
  return pair.isSent ? schema.readOnly : schema.writeOnly
}

function compareProperty(before: Property, after: Property): void {
  const { pair, name } = before
  if (isLeftOut(before) && isLeftOut(after)) return
  if (isLeftOut(before) || isLeftOut(after)) reportAccess(before, after)
  if (isLeftOut(before) || isLeftOut(after)) return
  reportAccessOfOthers(before, after)
  compareRequired(before, after)
  compareLifecycle(pair, name, before.schema, after.schema, placeOf(before), placeOf(after))
  pair.descend(labelOf(name), before.ref, after.ref)
}

function compareRequired(before: Property, after: Property): void {
  if (before.isRequired === after.isRequired) return
  const { pair, name } = after
  const hasDefault = pair.isSent && after.schema.default !== undefined
  const fact = after.isRequired ? (hasDefault ? 'became-required-with-default' : 'became-required') : 'became-optional'
  pair.report({
    fact,
    id: idOf(pair, fact),
    effect: after.isRequired ? 'narrowed' : 'widened',
    place: { new: placeOf(after) },
    label: labelOf(name),
    says: requirement(pair, after.isRequired),
  })
}

function reportRemoved(gone: Property): void {
  const { pair, name, isRequired } = gone
  const fact = pair.context.side === 'request' ? 'removed' : `${isRequired ? 'required' : 'optional'}-property-removed`
  // A generated type loses the field on both sides, whatever a server still takes.
  pair.report({
    fact,
    id: idOf(pair, fact),
    effect: 'changed',
    place: { old: placeOf(gone) },
    label: labelOf(name),
    says: 'was removed',
  })
}

function reportAdded(added: Property): void {
  const { pair, name, isRequired, schema, ref } = added
  const withDefault = isRequired && schema.default !== undefined ? '-with-default' : ''
  const id =
    pair.context.side === 'request'
      ? idOf(pair, `new-${isRequired ? 'required' : 'optional'}-request-property${withDefault}`)
      : idOf(pair, `${isRequired ? 'required' : 'optional'}-property-added`)
  pair.report({
    fact: 'added',
    id,
    effect: isRequired ? 'narrowed' : 'widened',
    received: 'minor',
    place: { new: placeOf(added) },
    label: labelOf(name),
    says: isRequired && pair.isSent ? 'was added and must be sent' : 'was added',
  })
  const unnamed = othersNamed(name, pair.old)
  if (unnamed && !allowsEverything(pair.readOld(unnamed)))
    pair.descend(labelOf(name), unnamed, [...ref, ...patternsOf(name, pair.new)])
}

/** The schema of properties that are not named one by one, if there is one for this name. */
function othersNamed(name: string, schema: Schema): SchemaRef | undefined {
  const byPattern = patternsOf(name, schema)
  return byPattern.length > 0 ? byPattern : typeof schema.additional === 'object' ? schema.additional : undefined
}

function patternsOf(name: string, { patternProperties }: Schema): SchemaRef {
  return [...patternProperties].flatMap(([pattern, ref]) => (matches(name, pattern) ? ref : []))
}

function matches(name: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    // No pattern that JavaScript knows.
    return false
  }
}

/** The property comes into a direction or leaves it, which is to add or to remove it there. */
function reportAccess(before: Property, after: Property): void {
  const { pair, name, isRequired } = after
  const word = pair.isSent ? 'read-only' : 'write-only'
  const comes = isLeftOut(before)
  const fact = `${isRequired ? 'required' : 'optional'}-property-became-${comes ? `not-${word}` : word}`
  const says = comes
    ? pair.isSent
      ? `is not read-only any more${isRequired ? ' and must be sent' : ''}`
      : 'is not write-only any more and comes back in responses'
    : `became ${word} and is not ${pair.isSent ? 'sent' : 'received'} any more`
  pair.report({
    fact,
    id: `${pair.context.side}-${fact}`,
    effect: 'changed',
    place: { new: placeOf(after) },
    label: labelOf(name),
    says,
    // What was never to come back, such as a password, now always does.
    ...(comes && !isRequired && { sent: 'minor', received: 'minor' }),
  })
}

/** What others may do with the property has changed; in this direction it is as it was. */
function reportAccessOfOthers(before: Property, after: Property): void {
  for (const [flag, word] of [
    ['readOnly', 'read-only'],
    ['writeOnly', 'write-only'],
  ] as const) {
    if (before.schema[flag] === after.schema[flag]) continue
    const { pair, name, isRequired, schema } = after
    const fact = `${isRequired ? 'required' : 'optional'}-property-became-${schema[flag] ? word : `not-${word}`}`
    const says = schema[flag] ? `became ${word}` : `is not ${word} any more`
    pair.report({
      fact,
      id: `${pair.context.side}-${fact}`,
      effect: 'narrowed',
      sent: 'patch',
      received: 'patch',
      place: { new: placeOf(after) },
      label: labelOf(name),
      says,
    })
  }
}

/** JSON Schema may require what it does not describe. */
function compareRequiredWithoutProperty(pair: SchemaPair): void {
  const undescribed = (name: string): boolean => name !== '' && !(pair.old.properties.has(name) && pair.new.properties.has(name))
  for (const name of [...pair.new.required].filter((name) => undescribed(name) && !pair.old.required.has(name))) {
    if (pair.new.properties.has(name)) continue
    reportRequired(pair, name, true)
  }
  for (const name of [...pair.old.required].filter((name) => undescribed(name) && !pair.new.required.has(name))) {
    if (pair.old.properties.has(name)) continue
    reportRequired(pair, name, false)
  }
}

function reportRequired(pair: SchemaPair, name: string, isRequired: boolean): void {
  const fact = isRequired ? 'became-required' : 'became-optional'
  const effect = isRequired ? 'narrowed' : 'widened'
  pair.report({
    fact,
    id: idOf(pair, fact),
    effect,
    keyword: 'required',
    label: labelOf(name),
    says: requirement(pair, isRequired),
  })
}

function requirement(pair: SchemaPair, isRequired: boolean): string {
  if (isRequired) return pair.isSent ? 'must be sent now' : 'is always there now'
  return pair.isSent ? 'may be left out now' : 'may be absent now'
}

function labelOf(name: string): string {
  return `.${name}`
}

/** The id of a fact about a property of the pair, seen from the object that holds it. */
function idOf(pair: SchemaPair, fact: string): string {
  const { side, subject } = pair.context
  const isParameter = subject === 'parameter' || subject === 'parameter-property'
  if (fact.startsWith('new-')) return isParameter ? fact.replace('request-property', 'request-parameter-property') : fact
  if (/^(required|optional)-property/.test(fact)) return `${side}-${fact}`
  return `${side}-${isParameter ? 'parameter-property' : 'property'}-${fact}`
}

function placeOf({ ref, schema }: Property): Located | undefined {
  return ref[0] ?? schema.parts[0]
}
