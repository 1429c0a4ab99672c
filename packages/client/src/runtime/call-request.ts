import type { Config } from './config/config.js'
import type { OperationFacts } from './operation-facts.js'
import type { Redact } from './redact.js'
import type { RetryPolicy } from './retry/retry-policy.js'
import type { RequestBody } from './transport.js'

/** A call that is ready to be sent: everything that all of its attempts share. */
export interface CallRequest {
  readonly config: Config
  /** operationId of the call. */
  readonly operation: string
  readonly facts: OperationFacts
  readonly method: string
  readonly url: string
  /** Path as the document has it. */
  readonly path: string
  /** Headers of the call, names in lower case, without credentials. */
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: Readonly<Record<string, string>>
  /** Both, for who copies them: an object that is not frozen is copied faster. */
  readonly sent: Readonly<Record<string, string>>
  readonly body: RequestBody | null
  /** Takes the secrets of this call out of what others say. Looks for them when it is first asked, which only a failure does. */
  readonly redact: Redact
  readonly signal: AbortSignal | undefined
  readonly timeout: number
  readonly totalTimeout: number
  readonly retry: RetryPolicy
  /** When `totalTimeout` ends, as `performance.now()` tells time. */
  readonly end: number
  /** Number of attempts so far. */
  attempts: number
  /** What middlewares know the call by, where there are any. */
  key?: object
}
