import { apiError } from './api-error.js'
import type { CallRequest } from './call-request.js'
import { asEnvelope } from './envelope.js'
import type { MeshError } from './errors/mesh-error.js'
import { invalidResponse } from './invalid-response.js'
import { parseJson } from './json.js'
import type { WithResponse } from './mesh-call.js'
import type { AttemptResponse } from './middleware.js'
import { retryAfter } from './retry/retry-after.js'

type Outcome = WithResponse<unknown, unknown>

/**
 * Takes the result out of an answer; a promise where the answer is held against the document.
 *
 * @throws MeshApiError for a failure that the HTTP status or the envelope tells
 * @throws MeshInvalidResponseError for an answer that is none of this API
 */
export const answer = (call: CallRequest, response: AttemptResponse, attempts: number): Outcome | Promise<Outcome> => {
  const { config, operation, facts } = call
  const { status: httpStatus } = response
  const text = response.text()
  const value = parseJson(text, config.exact)
  const envelope = asEnvelope(value)
  // No content is not an empty content: taking it for one would show a person an account without money.
  const isResult =
    facts.result === 'body'
      ? value !== undefined || text === ''
      : envelope?.status === 'ok' && (facts.result === 'envelope' || envelope.content != null)
  if (!isResult || httpStatus < 200 || httpStatus >= 300) throw failureOf(call, response, text, attempts)
  const outcome: Outcome = {
    data: facts.result === 'content' ? envelope?.content : value,
    envelope: value,
    response: {
      status: httpStatus,
      get headers() {
        return response.headers
      },
    },
    attempts,
  }
  if (!config.validate || value === undefined) return outcome
  return config.validate(operation, httpStatus, config.exact ? parseJson(text) : value).then(() => outcome)
}

/** The error for an answer that has no result. */
const failureOf = (call: CallRequest, response: AttemptResponse, text: string, attempts: number): MeshError => {
  const { operation, facts } = call
  const { status: httpStatus } = response
  // Once more, and never exact: what a failure carries keeps its numbers.
  const parsed = parseJson(text)
  const envelope = asEnvelope(parsed)
  const status = facts.result === 'body' ? 'ok' : envelope?.status
  if (httpStatus < 200 || httpStatus >= 300 || (typeof status === 'string' && status !== 'ok')) {
    const { headers } = response
    const known = {
      operation,
      httpStatus,
      retryAfter: retryAfter(headers),
      requestId: headers.get('x-request-id') ?? headers.get('request-id') ?? undefined,
      attempts,
    }
    return apiError(known, call.redact().value, envelope)
  }
  const invalid = (what: string) => invalidResponse(operation, httpStatus, ` with ${what}.`)
  if (facts.result === 'body' ? parsed === undefined : envelope === undefined) return invalid(describe(text))
  if (status !== 'ok') return invalid('JSON that is not the envelope of this API: it has no status')
  if (facts.result === 'content' && envelope?.content == null) return invalid('status ok, but without content')
  // A reviver goes down by recursion.
  return invalid('JSON that is nested too deep for exact numbers')
}

/** Says what a body is without quoting it. */
const describe = (text: string): string => {
  if (text.trim() === '') return 'an empty body'
  if (/^\s*</.test(text)) return 'HTML in place of JSON (is there a proxy in between?)'
  if (/^\s*[[{]/.test(text)) return 'JSON that is broken off, or not the envelope of this API'
  return 'a body that is not the envelope of this API'
}
