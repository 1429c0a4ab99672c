import type { Drift } from '../drift.js'
import { MeshError } from './mesh-error.js'

/**
 * The server answered with something that is no answer of this API: not JSON, not the envelope, no content, a redirect.
 * Check `baseUrl`, and what stands in between, such as a proxy with a page of its own.
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#meshinvalidresponseerror
 */
export class MeshInvalidResponseError extends MeshError {
  /** HTTP status of the answer. */
  declare readonly httpStatus: number
  /** Where the answer is not as the document says; only with `validate: 'throw'`. */
  declare readonly drifts: readonly Drift[]

  constructor(message: string, { httpStatus, drifts = [] }: { httpStatus: number; drifts?: readonly Drift[] }) {
    super(message)
    this.httpStatus = httpStatus
    this.drifts = drifts
  }

  override get name(): string {
    return 'MeshInvalidResponseError'
  }
}
