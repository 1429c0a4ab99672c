import { MeshError } from './mesh-error.js'

/**
 * An option, a variable of the environment or an argument is missing or cannot be used. Thrown before anything is sent.
 * The message says which one, and the way out.
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#meshconfigerror
 */
export class MeshConfigError extends MeshError {
  override get name(): string {
    return 'MeshConfigError'
  }
}
