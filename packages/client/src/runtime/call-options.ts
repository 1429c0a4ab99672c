/** Options of one call. */
export interface CallOptions {
  /** Ends the call; it then rejects with `MeshAbortError`. */
  signal?: AbortSignal | undefined
  /** Time limit of an attempt until the last byte of its body, in milliseconds. Default: the client's. */
  timeout?: number | undefined
  /** Headers to send besides those of the client; they cannot replace a credential. */
  headers?: Record<string, string> | undefined
}
