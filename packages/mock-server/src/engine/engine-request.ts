/** A request, without a socket. */
export interface EngineRequest {
  readonly method: string
  /** Path and query, as in the request line. */
  readonly target: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}
