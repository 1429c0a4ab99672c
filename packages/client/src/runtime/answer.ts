import { apiError } from './api-error.js'
import type { CallRequest } from './call-request.js'
import { asEnvelope } from './envelope.js'
import { invalidResponse } from './invalid-response.js'
import { parseJson } from './json.js'
import type { WithResponse } from './mesh-call.js'
import type { AttemptResponse } from './middleware.js'

type Outcome = WithResponse<unknown, unknown>

/**
 * Takes the result out of an answer; a promise where the answer is held against the document.
 *
 * @throws MeshApiError for a failure that the HTTP status or the envelope tells
 * @throws MeshInvalidResponseError for an answer that is none of this API
 */
export const answer = (call: CallRequest, response: AttemptResponse, attempts: number): Outcome | Promise<Outcome> => {
  const { config, operation } = call
  const { result } = call.facts
  const { status: httpStatus } = response
  const text = response.text()
  // Never exact: what a failure carries, and what is held against the document, are numbers.
  const parsed = parseJson(text)
  const envelope = asEnvelope(parsed)
  const status = result === 'body' ? 'ok' : envelope?.status
  if (httpStatus < 200 || httpStatus >= 300 || (typeof status === 'string' && status !== 'ok')) {
    throw apiError(call, response, attempts, envelope)
  }
  const invalid = (what: string) => invalidResponse(operation, httpStatus, ` with ${what}.`)
  if (result === 'body' ? parsed === undefined && text !== '' : !envelope) throw invalid(describe(text))
  if (status !== 'ok') throw invalid('JSON that is not the envelope of this API: it has no status')
  // No content is not an empty content: taking it for one would show a person an account without money.
  if (result === 'content' && envelope?.content == null) throw invalid('status ok, but without content')
  const value = config.exact ? parseJson(text, true) : parsed
  // A reviver goes down by recursion.
  if (value === undefined && parsed !== undefined) throw invalid('JSON that is nested too deep for exact numbers')
  const outcome: Outcome = {
    data: result === 'content' ? asEnvelope(value)?.content : value,
    envelope: value,
    response,
    attempts,
  }
  return config.validate && value !== undefined ? config.validate(operation, httpStatus, parsed).then(() => outcome) : outcome
}

/** Says what a body is without quoting it. */
const describe = (text: string): string => {
  if (text.trim() === '') return 'an empty body'
  if (/^\s*</.test(text)) return 'HTML in place of JSON (is there a proxy in between?)'
  if (/^\s*[[{]/.test(text)) return 'JSON that is broken off, or not the envelope of this API'
  return 'a body that is not the envelope of this API'
}
