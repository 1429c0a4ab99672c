import { type IHttpResponse, ProblemJsonError } from '@stoplight/prism-http'
import type { EngineAnswer } from './engine-answer.js'
import { RequestProblem } from './request-problem.js'
import { type Violation, violationsHeader } from './violations.js'

/** @throws RequestProblem 500 for an example that is no text where text is wanted. */
export function answerOf({ statusCode, headers = {}, body }: IHttpResponse, violations: readonly Violation[]): EngineAnswer {
  const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== null))
  return {
    httpStatus: statusCode,
    headers: { ...sent, ...violationsHeader(violations) },
    body: serialize(body, sent['Content-type']),
    violations,
  }
}

function serialize(body: unknown, contentType = ''): string {
  if (body === undefined) return ''
  if (isJson(contentType)) return JSON.stringify(body)
  if (typeof body === 'string') return body
  throw new RequestProblem(
    500,
    'Example not served',
    `The example is no text, which ${contentType || 'an answer'} wants. Write it as text.`,
  )
}

function isJson(contentType: string): boolean {
  return /^[^;]*[/+]json\b/i.test(contentType)
}

/** What goes wrong is an answer, too. */
export function problemOf(error: unknown): EngineAnswer {
  const problem =
    error instanceof RequestProblem
      ? { type: 'about:blank', title: error.title, status: error.httpStatus, detail: error.message }
      : ProblemJsonError.toProblemJson(error instanceof Error ? error : new Error(String(error)))
  const additional = error instanceof ProblemJsonError ? error.additional?.['headers'] : undefined
  return {
    httpStatus: problem.status,
    headers: {
      ...(typeof additional === 'object' && additional),
      ...(error instanceof RequestProblem && error.headers),
      'Content-type': 'application/problem+json',
    },
    body: JSON.stringify(problem),
    violations: [],
  }
}
