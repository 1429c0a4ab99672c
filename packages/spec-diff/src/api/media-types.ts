import type { Level } from '../change.js'
import { levelOf } from '../compare/finding.js'
import { child, type Located, members, objectOf } from '../document/located.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { sameJson } from '../json.js'
import type { SchemaRef } from '../schema/schema.js'
import { type ApiComparison, type OperationPair, type Place, placeIn } from './api-comparison.js'

/** Where media types stand: the request body, or a response. */
export interface Body {
  readonly side: 'request' | 'response'
  /** Such as "request body" or "response 200". */
  readonly spot: string
  readonly old: Located
  readonly new: Located
}

interface MediaType {
  readonly name: string
  readonly located: Located
}

export function compareMediaTypes(api: ApiComparison, pair: OperationPair, body: Body): void {
  const before = mediaTypesOf(api.old, body.old)
  const after = new Set(mediaTypesOf(api.new, body.new))
  for (const old of before) {
    const next = counterpart(old, after, before)
    if (!next) {
      reportGone(api, pair, body, old)
      continue
    }
    after.delete(next)
    if (normalized(old.name) !== normalized(next.name)) reportRenamed(api, pair, body, old, next)
    compareMediaType(api, pair, body, old, next)
  }
  for (const next of after) {
    const id = body.side === 'request' ? 'request-body-media-type-added' : 'response-media-type-added'
    report(api, pair, body, id, 'minor', { new: next.located }, `may be ${next.name} now`)
  }
}

/** The same name, the same but for its parameters, or one that is left over and is the same in another width. */
function counterpart(old: MediaType, after: ReadonlySet<MediaType>, before: readonly MediaType[]): MediaType | undefined {
  const list = [...after]
  return (
    list.find((next) => normalized(next.name) === normalized(old.name)) ??
    list.find((next) => bare(next.name) === bare(old.name)) ??
    list.find(
      (next) =>
        !before.some(({ name }) => bare(name) === bare(next.name)) &&
        (isWider(next.name, old.name) || isWider(old.name, next.name)),
    )
  )
}

/** Case and blanks mean nothing. */
function normalized(name: string): string {
  return name.toLowerCase().replaceAll(/\s/g, '')
}

function bare(name: string): string {
  return normalized(name).split(';')[0] ?? ''
}

/** `application/*` is wider than `application/json`, and that is wider than `application/problem+json`. */
function isWider(wide: string, narrow: string): boolean {
  const [type, subtype = ''] = bare(wide).split('/')
  const [otherType, otherSubtype = ''] = bare(narrow).split('/')
  if (type === '*') return true
  return type === otherType && (subtype === '*' || otherSubtype.endsWith(`+${subtype}`))
}

function reportGone(api: ApiComparison, pair: OperationPair, body: Body, old: MediaType): void {
  const id = body.side === 'request' ? 'request-body-media-type-removed' : 'response-media-type-removed'
  report(api, pair, body, id, 'major', { old: old.located }, `may not be ${old.name} any more`)
}

function reportRenamed(api: ApiComparison, pair: OperationPair, body: Body, old: MediaType, next: MediaType): void {
  const isSame = bare(old.name) === bare(next.name)
  const isWidened = isWider(next.name, old.name)
  const word = isSame ? 'changed' : isWidened ? 'generalized' : 'specialized'
  const { flow } = api.context(body.side, 'body', pair.isReversed)
  const level = isSame ? 'patch' : levelOf(isWidened ? 'widened' : 'narrowed', flow)
  const id = `${body.side === 'request' ? 'request-body' : 'response'}-media-type-name-${word}`
  report(api, pair, body, id, level, { new: next.located }, `is ${next.name} now, not ${old.name}`)
}

function compareMediaType(api: ApiComparison, pair: OperationPair, body: Body, old: MediaType, next: MediaType): void {
  const before = schemaOf(old)
  const after = schemaOf(next)
  const context = api.context(body.side, 'body', pair.isReversed)
  if (before && after) {
    const subject = body.side === 'request' ? 'the request body' : `the body of ${body.spot}`
    const part = `the ${body.side} property`
    api.compareSchemas({ operation: pair.name, spot: body.spot, subject, part }, before, after, context)
  } else if (before || after) {
    const id = `${body.side}-body-media-type-schema-${after ? 'added' : 'removed'}`
    const level = levelOf(after ? 'narrowed' : 'widened', context.flow)
    report(
      api,
      pair,
      body,
      id,
      level,
      placeIn(old.located, next.located, 'schema'),
      after ? 'has a schema now' : 'has no schema any more',
    )
  }
  compareDetails(api, pair, body, old, next, context.flow === 'sent')
}

function compareDetails(
  api: ApiComparison,
  pair: OperationPair,
  body: Body,
  old: MediaType,
  next: MediaType,
  isSent: boolean,
): void {
  const differing = (keys: readonly string[]) =>
    keys.find((key) => !sameJson(objectOf(old.located)[key], objectOf(next.located)[key]))
  for (const name of otherwiseEncoded(api, old, next)) {
    const id = `${body.side}-body-encoding-changed`
    const at = placeIn(child(old.located, 'encoding'), child(next.located, 'encoding'), name)
    report(api, pair, body, id, isSent ? 'major' : 'patch', at, `has its property \`${name}\` encoded in another way`)
  }
  const example = differing(['example', 'examples'])
  if (example === undefined) return
  report(api, pair, body, 'example-changed', 'patch', placeIn(old.located, next.located, example), 'has other examples')
}

/** Properties that are there before and after, and whose encoding is not what it was. */
function otherwiseEncoded(api: ApiComparison, old: MediaType, next: MediaType): string[] {
  const before = objectOf(child(old.located, 'encoding'))
  const after = objectOf(child(next.located, 'encoding'))
  const isKept = (name: string): boolean =>
    api.schemas.readOld(schemaOf(old) ?? []).properties.has(name) &&
    api.schemas.readNew(schemaOf(next) ?? []).properties.has(name)
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.filter((name) => !sameJson(before[name] ?? {}, after[name] ?? {}) && isKept(name))
}

function mediaTypesOf(document: OpenApiDocument, body: Located): MediaType[] {
  return members(document.at(body, 'content')).map(([name, located]) => ({ name, located: document.follow(located) }))
}

function schemaOf({ located }: MediaType): SchemaRef | undefined {
  const schema = child(located, 'schema')
  return schema.value === undefined ? undefined : [schema]
}

function report(api: ApiComparison, pair: OperationPair, body: Body, id: string, level: Level, at: Place, says: string): void {
  const subject = body.side === 'request' ? 'the request body' : `the body of ${body.spot}`
  api.report({ id, level, at, operation: pair.name, subject, spot: body.spot, direction: body.side, says })
}
