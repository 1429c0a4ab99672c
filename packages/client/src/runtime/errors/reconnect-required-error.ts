import { BadRequestError } from './status-errors.js'

/**
 * The authToken has expired, or was revoked or rotated. A repeat cannot help; only the person can renew it.
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#reconnectrequirederror
 */
export class ReconnectRequiredError extends BadRequestError {
  static override readonly advice: string = 'Ask the person to connect the account again.'

  override get name(): string {
    return 'ReconnectRequiredError'
  }
}
