import type { environments } from '../generated/facts.gen.js'
import type { Drift } from './drift.js'
import type { Logger } from './logger.js'
import type { Middleware } from './middleware.js'
import type { Transport } from './transport.js'

/** Which servers of Mesh to call: `production` or `sandbox`. */
export type Environment = keyof typeof environments

/** How numbers of an answer reach the caller: as JavaScript numbers, or as the exact text that the server sent. */
export type Numbers = 'number' | 'exact'

/** When and how often a call is repeated. Only operations that the document marks as safe to repeat are. */
export interface RetryOptions {
  /** Attempts after the first one. Default: 2. */
  maxRetries?: number | undefined
  /** Upper bound of the random wait before the first repeat, in milliseconds; doubled for each further one. Default: 250. */
  minDelay?: number | undefined
  /** Upper bound of any random wait, in milliseconds. Default: 8 000. */
  maxDelay?: number | undefined
  /** A longer `Retry-After` of the server is cut to this, in milliseconds. Default: 30 000. */
  maxRetryAfter?: number | undefined
}

/** Options of `createMeshClient`. An explicit option wins over a variable of the environment; an empty string counts as missing. */
export interface MeshClientOptions<N extends Numbers = 'number'> {
  /** Id of the application, from Mesh. Default: the variable `MESH_CLIENT_ID`. */
  clientId?: string | undefined
  /** Secret of the application, from Mesh; keep it on a server. Default: the variable `MESH_CLIENT_SECRET`. */
  clientSecret?: string | undefined
  /** Which servers to call; keys of one do not work on the other. Default: `production`. */
  environment?: Environment | undefined
  /** URL to call in place of the environment's, such as the mock's. Default: the variable `MESH_BASE_URL`. */
  baseUrl?: string | undefined
  /** Time limit of an attempt until the last byte of its body, in milliseconds. `Infinity` for none. Default: 30 000. */
  timeout?: number | undefined
  /**
   * Time limit of a call with all its attempts and waits, in milliseconds. `Infinity` for none. Default: 60 000.
   * Work on an answer after its last byte is not cut short; it takes longer only for bodies of megabytes.
   */
  totalTimeout?: number | undefined
  /** Number of repeats after a passing failure, or how to repeat in detail; `false` for never. Default: 2. */
  retry?: number | false | RetryOptions | undefined
  /** Functions around every attempt, or, as `{ aroundCall }`, around every call; the first is the outermost. Default: none. */
  middleware?: readonly Middleware[] | undefined
  /** Where to log; fields are allow-listed, so that no secret and no balance gets there. Default: silent, or the console from the level of the variable `MESH_LOG` on. */
  logger?: Logger | undefined
  /** The `fetch` to send with. Default: the one of the runtime. */
  fetch?: typeof globalThis.fetch | undefined
  /** What sends in place of `fetch`, such as `undiciTransport()`. Default: `fetch`. */
  transport?: Transport | undefined
  /** What to do when an answer is not as the document says: nothing, tell `onDrift` or the logger, or reject the call. Default: `off`. */
  validate?: 'off' | 'warn' | 'throw' | undefined
  /** Is told each drift once, with `validate: 'warn'`. Default: the logger is, as a warning. */
  onDrift?: ((drift: Drift) => void) | undefined
  /** `exact` gives every number of an answer as the text that the server sent, so that no digit is lost. Default: `number`. */
  numbers?: N | undefined
  /** Limit of the body of an answer, in bytes after decompression. Default: 4 194 304 (4 MiB). */
  maxResponseBytes?: number | undefined
  /** Lets the client run in a browser, where everybody can read `clientSecret`. Default: false. */
  dangerouslyAllowBrowser?: boolean | undefined
  /** Lets `baseUrl` be plain `http:` on another machine, so that everybody in between can read the credentials. Default: false. */
  dangerouslyAllowHttp?: boolean | undefined
}

/** Options of one call. What is left out is as the client has it. */
export interface CallOptions {
  /** Ends the call at once, in an attempt as well as in a wait; it then rejects with `MeshAbortError`. Default: none. */
  signal?: AbortSignal | undefined
  /** Time limit of an attempt until the last byte of its body, in milliseconds. `Infinity` for none. Default: the client's. */
  timeout?: number | undefined
  /** Time limit of the call with all its attempts and waits, in milliseconds. `Infinity` for none. Default: the client's. */
  totalTimeout?: number | undefined
  /** Number of repeats after a passing failure, or how to repeat in detail; `false` for never. Default: the client's. */
  retry?: number | false | RetryOptions | undefined
  /** Headers to send besides those of the client; they cannot replace a credential. Default: none. */
  headers?: Record<string, string> | Headers | undefined
}
