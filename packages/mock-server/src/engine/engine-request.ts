/** A request, without a socket. */
export interface EngineRequest {
  readonly method: string
  /** Path and query, as in the request line. */
  readonly target: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** May be undefined where it is larger than `maxBodyBytes`. */
  readonly body: Uint8Array | undefined
}
