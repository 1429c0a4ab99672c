import { reconnectWhen, resultStatusDetails } from '../generated/facts.gen.js'
import type { CallRequest } from './call-request.js'
import type { Envelope } from './envelope.js'
import { AuthenticationError } from './errors/authentication-error.js'
import { type ApiFailure, MeshApiError } from './errors/mesh-api-error.js'
import { ReconnectRequiredError } from './errors/reconnect-required-error.js'
import {
  BadRequestError,
  ConflictError,
  LockedError,
  NotFoundError,
  PermissionDeniedError,
  ServerFailureError,
  TooManyRequestError,
  UnavailableForLegalReasonsError,
} from './errors/status-errors.js'
import type { AttemptResponse } from './middleware.js'
import { retryAfter } from './retry/retry-after.js'

type ApiErrorClass = new (failure: ApiFailure) => MeshApiError

const classOfStatus: Readonly<Record<string, ApiErrorClass>> = {
  serverFailure: ServerFailureError,
  permissionDenied: PermissionDeniedError,
  badRequest: BadRequestError,
  notFound: NotFoundError,
  conflict: ConflictError,
  tooManyRequest: TooManyRequestError,
  locked: LockedError,
  unavailableForLegalReasons: UnavailableForLegalReasonsError,
}

/** The error for a failure that the server told by its HTTP status, by the envelope, or by both. */
export const apiError = (
  call: CallRequest,
  { status: httpStatus, headers }: AttemptResponse,
  attempts: number,
  envelope: Envelope = {},
): MeshApiError => {
  const told = (field: string) => filled(call.redact(envelope[field]))
  const ErrorClass = classOf(httpStatus, filled(envelope.status), envelope)
  return new ErrorClass({
    operation: call.operation,
    httpStatus,
    status: told('status'),
    errorType: told('errorType'),
    message: told('message'),
    displayMessage: told('displayMessage'),
    errorData: call.redact(envelope.errorData) ?? undefined,
    retryAfter: retryAfter(headers),
    requestId: headers.get('x-request-id') ?? headers.get('request-id') ?? undefined,
    attempts,
  })
}

const filled = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const classOf = (httpStatus: number, status: string | undefined, envelope: Envelope): ApiErrorClass => {
  if (httpStatus === 401) return AuthenticationError
  if (reconnectWhen.some((shape) => Object.entries(shape).every(([field, value]) => envelope[field] === value))) {
    return ReconnectRequiredError
  }
  // An error under HTTP whose envelope says `ok`, or nothing, is told by its HTTP status.
  const failing = status === undefined || status === 'ok' ? statusOf(httpStatus) : status
  return (failing !== undefined && Object.hasOwn(classOfStatus, failing) && classOfStatus[failing]) || MeshApiError
}

const statusOf = (httpStatus: number): string | undefined => {
  if (httpStatus >= 500) return 'serverFailure'
  return Object.entries(resultStatusDetails).find(([, details]) => details.httpStatus === httpStatus)?.[0]
}
