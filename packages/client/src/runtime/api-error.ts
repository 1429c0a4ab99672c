import { reconnectWhen, resultStatusDetails } from '../generated/facts.gen.js'
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
  failure: Omit<ApiFailure, keyof ReturnType<typeof tell>>,
  redact: (value: unknown) => unknown,
  envelope: Envelope = {},
): MeshApiError => {
  const told = tell(envelope, redact)
  const ErrorClass = classOf(failure.httpStatus, filled(envelope.status), envelope)
  return new ErrorClass({ ...failure, ...told })
}

const tell = (envelope: Envelope, redact: (value: unknown) => unknown) => ({
  status: filled(redact(envelope.status)),
  errorType: filled(redact(envelope.errorType)),
  message: filled(redact(envelope.message)),
  displayMessage: filled(redact(envelope.displayMessage)),
  errorData: redact(envelope.errorData) ?? undefined,
})

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
