import { MeshError } from './mesh-error.js'

/** No whole answer came: the host was not found, refused or reset the connection, or broke off. `cause` is the transport's error. */
export class MeshConnectionError extends MeshError {
  override get name(): string {
    return 'MeshConnectionError'
  }
}
