/** A document cannot be read or followed. The message is one line that says what is wrong, where, and the way out. */
export class SpecDiffError extends Error {
  /** Name of the class. */
  override readonly name = 'SpecDiffError'

  constructor(message: string, options?: ErrorOptions) {
    super(message.replace(/\s+/g, ' ').trim(), options)
  }
}
