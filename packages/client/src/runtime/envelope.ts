/** The object that every answer of the API travels in. No field is guaranteed, and others may be there. */
export interface Envelope {
  readonly content?: unknown
  readonly status?: unknown
  readonly message?: unknown
  readonly displayMessage?: unknown
  readonly errorType?: unknown
  readonly errorData?: unknown
  readonly [field: string]: unknown
}

/** `value` as an envelope; undefined where it is no object. */
export const asEnvelope = (value: unknown): Envelope | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Envelope) : undefined
