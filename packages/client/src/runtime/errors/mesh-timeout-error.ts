import { MeshError } from './mesh-error.js'

/**
 * The answer was not there, to its last byte, within `timeout`, or the call did not end within `totalTimeout`. The message says
 * which of the two: raise it, or call again later.
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#meshtimeouterror
 */
export class MeshTimeoutError extends MeshError {
  /** Number of attempts that the call had made. */
  declare readonly attempts: number

  constructor(message: string, { attempts }: { attempts: number }) {
    super(message)
    this.attempts = attempts
  }

  override get name(): string {
    return 'MeshTimeoutError'
  }
}
