/** Body of a request. `BodyInit`, which the types of Node do not name. */
export type RequestBody = NonNullable<RequestInit['body']>

/** One attempt on the wire. Holds the credentials and the body, so do not log it. */
export interface TransportRequest {
  /** HTTP method, in capitals. */
  readonly method: string
  /** URL with path and query. */
  readonly url: string
  /** All headers to send, credentials included. */
  readonly headers: Readonly<Record<string, string>>
  /** Body to send; null for none. */
  readonly body: RequestBody | null
  /** Aborts when the attempt has run out of time or the call was aborted. */
  readonly signal: AbortSignal
}

/** The part of `Headers` that the client reads. */
export interface TransportHeaders {
  /** The value of a header, of several as a list with commas; null where it is missing. `name` is in lower case. */
  get(name: string): string | null
  /** All headers, as pairs of a name in lower case and a value. */
  [Symbol.iterator](): Iterator<[string, string]>
}

/** The part of `ReadableStream` that the client uses. */
export interface TransportBody {
  /** Begins to read; called once. */
  getReader(): BodyReader
}

/** The part of `ReadableStreamDefaultReader` that the client uses. */
export interface BodyReader {
  /** The next bytes; `value` is missing at the end. Rejects when the body breaks off, or `signal` has aborted. */
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  /** Lets go of a body that is not read on. What it gives or rejects with is not looked at. */
  cancel(): Promise<unknown>
}

/** What a transport resolves to: the parts of `Response` that the client reads. */
export interface TransportResponse {
  /** HTTP status. */
  readonly status: number
  /** Headers of the answer. */
  readonly headers: TransportHeaders
  /** Bytes of the body, decompressed; null for none. */
  readonly body: TransportBody | null
}

/**
 * Sends one attempt. It must end when `signal` aborts, in the body as well, and must not follow redirects, because credentials would
 * travel with them.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>

/** Sends by `fetch`. Without one of its own, the global one is looked up at every call, so that it can be replaced. */
export const fetchTransport =
  (fetch?: typeof globalThis.fetch): Transport =>
  ({ method, url, headers, body, signal }) =>
    (fetch ?? globalThis.fetch)(url, { method, headers: headers as Record<string, string>, body, signal, redirect: 'manual' })
