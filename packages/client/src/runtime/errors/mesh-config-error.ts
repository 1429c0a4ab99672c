import { MeshError } from './mesh-error.js'

/** An option, a variable of the environment or an argument is missing or cannot be used. Thrown before anything is sent. */
export class MeshConfigError extends MeshError {
  override get name(): string {
    return 'MeshConfigError'
  }
}
