import type { IHttpResponse } from '@stoplight/prism-http'
import type { MayBeEmpty } from '../document/may-be-empty.js'
import type { GivenAnswer } from '../mock-controls.js'
import { MockServerError } from '../mock-server-error.js'
import { http } from '../node-http.js'
import type { EngineAnswer } from './engine-answer.js'
import { answerOf } from './prism-answer.js'
import { type DocumentedResponse, documentedFor, type PrismOperation } from './prism-operations.js'
import { violationsOfResponse } from './prism-validator.js'
import type { Violation } from './violations.js'

/** By the operations whose responses allow it. */
export type AcceptedAnswer = ReadonlyMap<PrismOperation, EngineAnswer>

const mostReasons = 3

/** Of these, HTTP has no answers with a body. */
const bodilessStatuses = [204, 205, 304]

/** The length of the body is the mock's to say. */
const framing = ['content-length', 'transfer-encoding']

/** @throws MockServerError `invalid-answer` where no operation may answer so. */
export function acceptAnswer(operations: readonly PrismOperation[], given: GivenAnswer, mayBeEmpty: MayBeEmpty): AcceptedAnswer {
  const { status } = given
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    const written = JSON.stringify(status)
    throw new MockServerError('invalid-answer', `The status ${written} is not a number from 200 to 599. Give an HTTP status.`)
  }
  if (given.body !== undefined && bodilessStatuses.includes(status)) {
    throw new MockServerError('invalid-answer', `An answer with HTTP status ${status} has no body. Leave the body out.`)
  }
  const accepted = new Map<PrismOperation, EngineAnswer>()
  const reasons: string[] = []
  for (const operation of operations) {
    const documented = documentedFor(operation, status)
    const response = responseOf(documented, given)
    // Prism lets any body pass where the document describes none.
    const hasUnknownBody = given.body !== undefined && documented !== undefined && (documented.contents ?? []).length === 0
    const isRightlyEmpty = given.body === undefined && documented !== undefined && mayBeEmpty(operation, documented.code)
    const problems = hasUnknownBody
      ? ['the response has no body in the document']
      : violationsOfResponse(
          isRightlyEmpty ? { ...operation, responses: [{ ...documented, contents: [] }] } : operation,
          response,
        ).map(inWords)
    if (problems.length === 0) accepted.set(operation, answerOf(response, []))
    else reasons.push(`${operation.method.toUpperCase()} ${operation.path}: ${problems.join(', ')}`)
  }
  if (accepted.size > 0) return accepted
  throw new MockServerError(
    'invalid-answer',
    `The document does not allow this answer. ${reasons.slice(0, mostReasons).join('; ')}. Give what the API may answer.`,
  )
}

function responseOf(documented: DocumentedResponse | undefined, { status, body, headers = {} }: GivenAnswer): IHttpResponse {
  const mediaType = body === undefined ? undefined : documented?.contents?.[0]?.mediaType
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [canonical(name), checked(name, value)]))
  return { statusCode: status, headers: { ...(mediaType && { 'Content-type': mediaType }), ...named }, body: plain(body) }
}

/** As Prism writes it, so that there are not two. */
function canonical(name: string): string {
  return name.toLowerCase() === 'content-type' ? 'Content-type' : name
}

function checked(name: string, value: string): string {
  if (framing.includes(name.toLowerCase())) {
    throw new MockServerError('invalid-answer', `The header "${name}" follows from the body. Leave it out.`)
  }
  try {
    http.validateHeaderName(name)
    http.validateHeaderValue(name, value)
    return String(value)
  } catch (cause) {
    throw new MockServerError('invalid-answer', `The header "${name}" cannot be sent as it is. Correct its name or its value.`, {
      cause,
    })
  }
}

/** What JSON will make of it, so that what is checked is what is sent. */
function plain(body: unknown): unknown {
  if (body === undefined) return undefined
  try {
    return JSON.parse(JSON.stringify(body))
  } catch (cause) {
    throw new MockServerError('invalid-answer', 'The body is not plain data. Give what JSON can hold.', { cause })
  }
}

function inWords({ location, message }: Violation): string {
  const [, ...place] = location
  return place.length > 1 ? `${place.join('.')}: ${message}` : message
}
