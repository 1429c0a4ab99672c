/**
 * What went wrong: `invalid-option` (an option's value cannot be used), `invalid-document` (the document cannot be read or served),
 * `unknown-scenario` (the document has no example of that name), `invalid-answer` (the document does not allow it), `address-unavailable` (the port or the host cannot be listened on).
 */
export type MockServerErrorCode =
  | 'invalid-option'
  | 'invalid-document'
  | 'unknown-scenario'
  | 'invalid-answer'
  | 'address-unavailable'

/** Every error of this package. The message is one line that says what is wrong, where, and the way out. */
export class MockServerError extends Error {
  /** Name of the class. */
  override readonly name = 'MockServerError'
  /** What went wrong, for programs. */
  readonly code: MockServerErrorCode

  constructor(code: MockServerErrorCode, message: string, options?: ErrorOptions) {
    super(message.replace(/\s+/g, ' ').trim(), options)
    this.code = code
  }
}
