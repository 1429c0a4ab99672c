import { MeshApiError } from './mesh-api-error.js'

/**
 * Mesh or the institution failed (`serverFailure`).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#serverfailureerror
 */
export class ServerFailureError extends MeshApiError {
  static override readonly advice: string = 'Repeat the call later.'

  override get name(): string {
    return 'ServerFailureError'
  }
}

/**
 * The keys may not do this (`permissionDenied`).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#permissiondeniederror
 */
export class PermissionDeniedError extends MeshApiError {
  static override readonly advice: string = 'Ask Mesh to give your keys the permission.'

  override get name(): string {
    return 'PermissionDeniedError'
  }
}

/**
 * The request cannot be served as it is (`badRequest`).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#badrequesterror
 */
export class BadRequestError extends MeshApiError {
  static override readonly advice: string = 'Correct the request.'

  override get name(): string {
    return 'BadRequestError'
  }
}

/**
 * There is no such thing (`notFound`).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#notfounderror
 */
export class NotFoundError extends MeshApiError {
  static override readonly advice: string = 'Check that the authToken belongs to this institution.'

  override get name(): string {
    return 'NotFoundError'
  }
}

/**
 * Another operation is in the way (`conflict`).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#conflicterror
 */
export class ConflictError extends MeshApiError {
  static override readonly advice: string = 'Repeat the call later.'

  override get name(): string {
    return 'ConflictError'
  }
}

/**
 * Too many requests in a short time (`tooManyRequest`).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#toomanyrequesterror
 */
export class TooManyRequestError extends MeshApiError {
  static override readonly advice: string = 'Repeat the call later.'

  override get name(): string {
    return 'TooManyRequestError'
  }
}

/**
 * The account is locked (`locked`).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#lockederror
 */
export class LockedError extends MeshApiError {
  static override readonly advice: string = 'The person must unlock the account at the institution.'

  override get name(): string {
    return 'LockedError'
  }
}

/**
 * The institution may not serve this person (`unavailableForLegalReasons`).
 * @see https://mesh-balance.github.io/mesh-balance/reference/errors#unavailableforlegalreasonserror
 */
export class UnavailableForLegalReasonsError extends MeshApiError {
  static override readonly advice: string = 'The institution is not available to this person.'

  override get name(): string {
    return 'UnavailableForLegalReasonsError'
  }
}
