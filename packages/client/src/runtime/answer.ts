import { apiError } from './api-error.js'
import type { CallRequest } from './call-request.js'
import type { Config } from './config/config.js'
import { asEnvelope, type Envelope } from './envelope.js'
import { MeshInvalidResponseError } from './errors/mesh-invalid-response-error.js'
import { parseJson } from './json.js'
import type { WithResponse } from './mesh-call.js'
import type { AttemptResponse } from './middleware.js'
import { retryAfter } from './retry/retry-after.js'

/**
 * Takes the result out of an answer.
 *
 * @throws MeshApiError for a failure that the HTTP status or the envelope tells
 * @throws MeshInvalidResponseError for an answer that is none of this API
 */
export const answer = async (
  config: Config,
  { operation, facts, redact }: CallRequest,
  response: AttemptResponse,
  attempts: number,
): Promise<WithResponse<unknown, unknown>> => {
  const { status: httpStatus } = response
  const text = response.text()
  const invalid = (what: string) =>
    new MeshInvalidResponseError(`${operation} got HTTP status ${httpStatus} with ${what}.`, { httpStatus })
  const parsed = parseJson(text)
  const envelope = asEnvelope(parsed)
  const failure = () => {
    const { headers } = response
    const known = {
      operation,
      httpStatus,
      retryAfter: retryAfter(headers),
      requestId: headers.get('x-request-id') ?? headers.get('request-id') ?? undefined,
      attempts,
    }
    return apiError(known, redact().value, envelope)
  }
  if (httpStatus < 200 || httpStatus >= 300) throw failure()

  if (facts.result === 'body') {
    if (parsed === undefined && text !== '') throw invalid(describe(text))
  } else {
    if (envelope === undefined) throw invalid(describe(text))
    if (typeof envelope.status !== 'string') throw invalid('JSON that is not the envelope of this API: it has no status')
    if (envelope.status !== 'ok') throw failure()
    // No content is not an empty content: taking it for one would show a person an account without money.
    if (facts.result === 'content' && envelope.content == null) throw invalid('status ok, but without content')
  }
  if (config.validate && parsed !== undefined) await config.validate(operation, httpStatus, parsed)
  const value = config.exact ? parseJson(text, true) : parsed
  // A reviver goes down by recursion.
  if (value === undefined && parsed !== undefined) throw invalid('JSON that is nested too deep for exact numbers')
  const data = facts.result === 'content' ? (value as Envelope).content : value
  return {
    data,
    envelope: value,
    response: {
      status: httpStatus,
      get headers() {
        return response.headers
      },
    },
    attempts,
  }
}

/** Says what a body is without quoting it. */
const describe = (text: string): string => {
  if (text.trim() === '') return 'an empty body'
  if (/^\s*</.test(text)) return 'HTML in place of JSON (is there a proxy in between?)'
  if (/^\s*[[{]/.test(text)) return 'JSON that is broken off, or not the envelope of this API'
  return 'a body that is not the envelope of this API'
}
