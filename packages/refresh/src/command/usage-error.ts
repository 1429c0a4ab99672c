/** The command line or the accounts file cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
