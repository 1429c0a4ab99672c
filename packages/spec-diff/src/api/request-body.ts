import type { Level } from '../change.js'
import { levelOf } from '../compare/finding.js'
import { type Located, objectOf } from '../document/located.js'
import type { OpenApiDocument } from '../document/open-api-document.js'
import { sameJson } from '../json.js'
import { type ApiComparison, type OperationPair, type Place, placeIn } from './api-comparison.js'
import { compareMediaTypes } from './media-types.js'

const spot = 'request body'

export function compareRequestBody(api: ApiComparison, pair: OperationPair): void {
  const old = bodyOf(api.old, pair.old)
  const next = bodyOf(api.new, pair.new)
  const { flow } = api.context('request', 'body', pair.isReversed)
  const report = (id: string, level: Level, at: Place, says: string): void =>
    api.report({ id, level, at, operation: pair.name, subject: 'the request body', spot, direction: 'request', says })
  if (old && next) {
    const isRequired = objectOf(next)['required'] === true
    if ((objectOf(old)['required'] === true) !== isRequired) {
      const says = isRequired ? 'must be sent now' : 'may be left out now'
      const level = levelOf(isRequired ? 'narrowed' : 'widened', flow)
      report(`request-body-became-${isRequired ? 'required' : 'optional'}`, level, placeIn(old, next, 'required'), says)
    }
    if (!sameJson(objectOf(old)['description'], objectOf(next)['description'])) {
      report('description-changed', 'patch', placeIn(old, next, 'description'), 'is described in other words')
    }
    compareMediaTypes(api, pair, { side: 'request', spot, old, new: next })
  } else if (next) {
    const isRequired = objectOf(next)['required'] === true
    const says = isRequired ? 'was added and must be sent' : 'was added'
    const level = isRequired ? levelOf('narrowed', flow) : 'minor'
    report(`request-body-added-${isRequired ? 'required' : 'optional'}`, level, { new: next }, says)
  } else if (old) {
    report('request-body-removed', 'major', { old }, 'was removed')
  }
}

function bodyOf(document: OpenApiDocument, operation: Located): Located | undefined {
  const body = document.at(operation, 'requestBody')
  return body.value === undefined ? undefined : body
}
