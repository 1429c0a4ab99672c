import { MeshError } from '@mesh-balance/client'

/** The source of accounts failed; `cause` is what it threw. What it gave before has a result. */
export class AccountSourceError extends MeshError {
  /** Accounts that the source had given. */
  readonly accounts: number

  constructor(accounts: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`The source of accounts failed after ${accounts} of them: ${reason}`, { cause })
    this.accounts = accounts
  }

  override get name(): string {
    return 'AccountSourceError'
  }
}
