import { MeshError } from './mesh-error.js'

/**
 * No whole answer came: the host was not found, refused or reset the connection, or broke off. `cause` is a copy of the transport's error
 * without the fields that could hold the request. It was repeated as far as `retry` allows; check the network and `baseUrl`, or call again
 * later.
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#meshconnectionerror
 */
export class MeshConnectionError extends MeshError {
  /** Number of attempts that the call had made. */
  declare readonly attempts: number

  constructor(message: string, options: { attempts: number; cause?: unknown }) {
    super(message, options)
    this.attempts = options.attempts
  }

  override get name(): string {
    return 'MeshConnectionError'
  }
}
