import { MeshError } from './mesh-error.js'

/** The server answered with something that is no answer of this API: not JSON, not the envelope, no content, a redirect. */
export class MeshInvalidResponseError extends MeshError {
  /** HTTP status of the answer. */
  readonly httpStatus: number

  constructor(message: string, options: { httpStatus: number; cause?: unknown }) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.httpStatus = options.httpStatus
  }

  override get name(): string {
    return 'MeshInvalidResponseError'
  }
}
