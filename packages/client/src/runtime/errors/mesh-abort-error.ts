import { MeshError } from './mesh-error.js'

/**
 * The caller's `signal` ended the call. `cause` is the reason that the signal was aborted with.
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#aborterror
 */
export class MeshAbortError extends MeshError {
  /** `AbortError`, the name by which every web API tells that a signal ended it. */
  override get name(): string {
    return 'AbortError'
  }
}
