import { MeshError } from './mesh-error.js'

/** What is known of a failure that the API answered with. */
export interface ApiFailure {
  /** operationId of the call. */
  operation: string
  httpStatus: number
  status?: string | undefined
  errorType?: string | undefined
  message?: string | undefined
  displayMessage?: string | undefined
  errorData?: unknown
  retryAfter?: number | undefined
  requestId?: string | undefined
  attempts: number
}

/**
 * The API answered with a failure, by its HTTP status or by the `status` of the envelope. Has a subclass for each failing `status`
 * that the document lists; an unknown one is a plain `MeshApiError` that keeps the value.
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#meshapierror
 */
export class MeshApiError extends MeshError {
  /** What to do about failures of this class; the end of their message. */
  static readonly advice: string = ''

  /** operationId of the call that failed. */
  declare readonly operation: string
  /** HTTP status of the answer; 200 for a failure that only the envelope tells. */
  declare readonly httpStatus: number
  /** `status` of the envelope; undefined where the answer carried no envelope. */
  declare readonly status: string | undefined
  /** `errorType` of the envelope, an open list; undefined where it is missing or empty. */
  declare readonly errorType: string | undefined
  /** Message for the end user, where the API gave one. */
  declare readonly displayMessage: string | undefined
  /** Any further data that the API gave. */
  declare readonly errorData: unknown
  /** How long the server asks to wait before the next try, in milliseconds. */
  declare readonly retryAfter: number | undefined
  /** Id of the request, where a header of the answer gave one. */
  declare readonly requestId: string | undefined
  /** Number of attempts that the call made. */
  declare readonly attempts: number

  constructor(failure: ApiFailure) {
    super(sentence(failure, new.target.advice))
    const { message, ...fields } = failure
    Object.assign(this, fields)
  }

  override get name(): string {
    return 'MeshApiError'
  }
}

/** A server may say anything, and a log line wants an end. */
const LONGEST_MESSAGE = 1000

const sentence = ({ operation, httpStatus, status, errorType, message }: ApiFailure, advice: string): string => {
  let told = `${operation} failed with HTTP status ${httpStatus}`
  if (status !== undefined) told += `, status ${status}`
  if (errorType !== undefined) told += `, errorType ${errorType}`
  if (message) told += `: ${message.slice(0, LONGEST_MESSAGE)}`
  if (!told.endsWith('.')) told += '.'
  return advice ? `${told} ${advice}` : told
}
