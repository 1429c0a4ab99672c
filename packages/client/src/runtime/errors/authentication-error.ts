import { MeshApiError } from './mesh-api-error.js'

/**
 * The client id or the client secret is wrong (HTTP status 401).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#authenticationerror
 */
export class AuthenticationError extends MeshApiError {
  static override readonly advice: string = 'Check clientId, clientSecret and the environment.'

  override get name(): string {
    return 'AuthenticationError'
  }
}
