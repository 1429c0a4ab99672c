import { credentialHeaders } from '../../generated/facts.gen.js'
import { createValidate, type Validate } from '../drift.js'
import { MeshConfigError } from '../errors/mesh-config-error.js'
import { canParseExact } from '../json.js'
import { createLog, type Log } from '../logger.js'
import type { AttemptMiddleware, CallMiddleware } from '../middleware.js'
import type { MeshClientOptions, Numbers } from '../options.js'
import { createRetryBudget, type RetryBudget } from '../retry/retry-budget.js'
import { type RetryPolicy, retryPolicy } from '../retry/retry-policy.js'
import { fetchTransport, type Transport } from '../transport.js'
import { baseUrl } from './base-url.js'
import { refuseBrowser } from './browser-guard.js'
import { credential } from './credential.js'
import { positive } from './limit.js'
import { oneOf } from './one-of.js'

/** What all calls of a client share. */
export interface Config {
  readonly baseUrl: string
  /** Credentials by the name of the header that carries them, in lower case. */
  readonly credentials: Readonly<Record<string, string>>
  readonly clientSecret: string
  readonly timeout: number
  readonly totalTimeout: number
  readonly retry: RetryPolicy
  readonly budget: RetryBudget
  readonly aroundAttempt: readonly AttemptMiddleware[]
  readonly aroundCall: readonly CallMiddleware[]
  readonly log: Log | undefined
  readonly transport: Transport
  readonly validate: Validate | undefined
  readonly exact: boolean
  readonly maxResponseBytes: number
}

/** @throws MeshConfigError that names the option, and never quotes a credential */
export const resolveConfig = (options: MeshClientOptions<Numbers> | null | undefined): Config => {
  try {
    return resolve(options ?? {})
  } catch (error) {
    if (error instanceof MeshConfigError) throw error
    // A getter or a proxy among the options; its error may quote what it guards.
    throw new MeshConfigError('One of the options cannot be read.')
  }
}

const resolve = (options: MeshClientOptions<Numbers>): Config => {
  refuseBrowser(options.dangerouslyAllowBrowser)
  const clientId = credential('clientId', options.clientId, 'MESH_CLIENT_ID')
  const clientSecret = credential('clientSecret', options.clientSecret, 'MESH_CLIENT_SECRET')
  const { numbers = 'number', validate = 'off', middleware = [] } = options
  const layers = middleware.map((one) => (typeof one === 'function' ? { aroundAttempt: one } : one))
  oneOf('numbers', numbers, ['number', 'exact'])
  oneOf('validate', validate, ['off', 'warn', 'throw'])
  if (numbers === 'exact' && !canParseExact()) {
    throw new MeshConfigError("numbers: 'exact' needs a newer runtime, such as Node 22.")
  }
  const log = createLog(options.logger)
  return {
    baseUrl: baseUrl(options),
    credentials: {
      [credentialHeaders.clientId.toLowerCase()]: clientId,
      [credentialHeaders.clientSecret.toLowerCase()]: clientSecret,
    },
    clientSecret,
    timeout: positive('timeout', options.timeout ?? 30_000),
    totalTimeout: positive('totalTimeout', options.totalTimeout ?? 60_000),
    retry: retryPolicy(options.retry),
    budget: createRetryBudget(),
    aroundAttempt: layers.flatMap(({ aroundAttempt = [] }) => aroundAttempt),
    aroundCall: layers.flatMap(({ aroundCall = [] }) => aroundCall),
    log,
    transport: options.transport ?? fetchTransport(options.fetch),
    validate: validate === 'off' ? undefined : createValidate(validate, options.onDrift, log),
    exact: numbers === 'exact',
    maxResponseBytes: positive('maxResponseBytes', options.maxResponseBytes ?? 4 * 1024 * 1024),
  }
}
