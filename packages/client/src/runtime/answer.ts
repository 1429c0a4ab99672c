import { apiError } from './api-error.js'
import { asEnvelope, type Envelope } from './envelope.js'
import { MeshInvalidResponseError } from './errors/mesh-invalid-response-error.js'
import type { WithResponse } from './mesh-call.js'
import { redact } from './redact.js'
import { retryAfter } from './retry-after.js'

/** What reading an answer needs to know of its call. */
export interface CallContext {
  /** operationId of the call. */
  readonly operation: string
  /** Where the result stands in the answer. */
  readonly result: 'content' | 'envelope' | 'body'
  /** Values that no error may show. */
  readonly secrets: readonly string[]
}

/**
 * Takes the result out of an answer.
 *
 * @throws MeshApiError for a failure that the HTTP status or the envelope tells
 * @throws MeshInvalidResponseError for an answer that is none of this API
 */
export const answer = (call: CallContext, response: Response, text: string): WithResponse<unknown, unknown> => {
  const { status: httpStatus, headers } = response
  const attempts = 1
  const invalid = (what: string) =>
    new MeshInvalidResponseError(`${call.operation} got HTTP status ${httpStatus} with ${what}.`, { httpStatus })

  if (response.type === 'opaqueredirect' || (httpStatus >= 300 && httpStatus < 400)) {
    throw invalid(`a redirect${target(headers)}, which is not followed, because credentials would travel with it; check baseUrl`)
  }
  const value = json(text)
  const envelope = asEnvelope(value)
  const failure = () =>
    apiError(
      {
        operation: call.operation,
        httpStatus,
        retryAfter: retryAfter(headers),
        requestId: headers.get('x-request-id') ?? headers.get('request-id') ?? undefined,
        attempts,
      },
      redact(envelope, call.secrets) as Envelope | undefined,
    )
  if (httpStatus < 200 || httpStatus >= 400) throw failure()

  const success = (data: unknown) => ({ data, envelope: value, response: { status: httpStatus, headers }, attempts })
  if (call.result === 'body') {
    if (value === undefined && text !== '') throw invalid(describe(text))
    return success(value)
  }
  if (envelope === undefined) throw invalid(describe(text))
  if (typeof envelope.status !== 'string') throw invalid('JSON that is not the envelope of this API: it has no status')
  if (envelope.status !== 'ok') throw failure()
  if (call.result === 'envelope') return success(envelope)
  // No content is not an empty content: taking it for one would show a person an account without money.
  if (envelope.content == null) throw invalid('status ok, but without content')
  return success(envelope.content)
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The origin alone: the path and the query of a redirect may quote what was sent. */
const target = (headers: Headers): string => {
  const location = headers.get('location') ?? ''
  return URL.canParse(location) ? ` to ${new URL(location).origin}` : ''
}

/** Says what a body is without quoting it. */
const describe = (text: string): string => {
  if (text.trim() === '') return 'an empty body'
  if (/^\s*</.test(text)) return 'HTML or XML in place of JSON; is there a proxy in between, or is baseUrl another server?'
  if (/^\s*[[{]/.test(text)) return 'JSON that is broken off, or is not the envelope of this API'
  return 'a body that is not the envelope of this API'
}
