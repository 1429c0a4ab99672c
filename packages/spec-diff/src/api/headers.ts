import type { Level } from '../change.js'
import { levelOf } from '../compare/finding.js'
import { child, type Located, members, objectOf } from '../document/located.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { sameJson } from '../json.js'
import type { SchemaRef } from '../schema/schema.js'
import { type ApiComparison, type OperationPair, type Place, placeIn } from './api-comparison.js'

/** Headers of a response; their names are the same in upper and lower case. */
export function compareHeaders(
  api: ApiComparison,
  pair: OperationPair,
  spot: string,
  oldResponse: Located,
  newResponse: Located,
): void {
  const before = headersOf(api.old, oldResponse)
  const after = headersOf(api.new, newResponse)
  const context = api.context('response', 'header', pair.isReversed)
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(key)
    const next = after.get(key)
    const title = `header \`${(next ?? old)?.name ?? key}\` of ${spot}`
    const report = (id: string, level: Level, at: Place, says: string): void =>
      api.report({ id, level, at, operation: pair.name, subject: `the ${title}`, spot: title, direction: 'response', says })
    if (!old && next) {
      report('response-header-added', 'minor', { new: next.located }, 'was added')
    } else if (old && !next) {
      report(
        `${isRequired(old.located) ? 'required' : 'optional'}-response-header-removed`,
        'major',
        { old: old.located },
        'was removed',
      )
    } else if (old && next) {
      const required = isRequired(next.located)
      if (isRequired(old.located) !== required) {
        const says = required ? 'is always there now' : 'may be absent now'
        const level = levelOf(required ? 'narrowed' : 'widened', context.flow)
        report(
          `response-header-became-${required ? 'required' : 'optional'}`,
          level,
          placeIn(old.located, next.located, 'required'),
          says,
        )
      }
      compareTexts(old.located, next.located, report)
      const use = { operation: pair.name, spot: title, subject: `the ${title}`, part: `in the ${title}, the property` }
      api.compareSchemas(use, schemaOf(old.located), schemaOf(next.located), context)
    }
  }
}

function compareTexts(old: Located, next: Located, report: (id: string, level: Level, at: Place, says: string) => void): void {
  if (!sameJson(objectOf(old)['description'], objectOf(next)['description'])) {
    report('description-changed', 'patch', placeIn(old, next, 'description'), 'is described in other words')
  }
  const isDeprecated = objectOf(next)['deprecated'] === true
  if ((objectOf(old)['deprecated'] === true) === isDeprecated) return
  const says = isDeprecated ? 'is deprecated' : 'is not deprecated any more'
  report(`response-header-${isDeprecated ? 'deprecated' : 'reactivated'}`, 'minor', placeIn(old, next, 'deprecated'), says)
}

interface Header {
  readonly name: string
  readonly located: Located
}

function headersOf(document: OpenApiDocument, response: Located): Map<string, Header> {
  const all = members(document.at(response, 'headers')).filter(([name]) => name.toLowerCase() !== 'content-type')
  return new Map(all.map(([name, located]) => [name.toLowerCase(), { name, located: document.follow(located) }]))
}

function isRequired(header: Located): boolean {
  return objectOf(header)['required'] === true
}

function schemaOf(header: Located): SchemaRef {
  const [content] = members(child(header, 'content'))
  const schema = child(content ? content[1] : header, 'schema')
  return schema.value === undefined ? [] : [schema]
}
