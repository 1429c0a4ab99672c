import { MeshError } from './mesh-error.js'

/** The answer was not there, to its last byte, within `timeout`. */
export class MeshTimeoutError extends MeshError {
  override get name(): string {
    return 'MeshTimeoutError'
  }
}
