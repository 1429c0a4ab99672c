import type { IHttpRequest, IHttpResponse } from '@stoplight/prism-http'
// Prism's instance checks a request only to answer it, and not at once. Its version is pinned, because this path is an inner one.
import { validateInput, validateOutput, validateSecurity } from '@stoplight/prism-http/dist/validator/index.js'
import type { PrismOperation } from './prism-operations.js'
import { type Violation, violationsOf } from './violations.js'

export function isValidRequest(resource: PrismOperation, element: IHttpRequest): boolean {
  return validateSecurity({ resource, element })._tag === 'Right' && validateInput({ resource, element })._tag === 'Right'
}

/** Why the document does not allow a response; empty where it does. */
export function violationsOfResponse(resource: PrismOperation, element: IHttpResponse): Violation[] {
  const result = validateOutput({ resource, element })
  return violationsOf({ input: [], output: result._tag === 'Left' ? result.left : [] })
}
