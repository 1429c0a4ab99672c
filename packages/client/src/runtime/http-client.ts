import type { Client, RequestOptions } from '../generated/client/index.js'
import { ofClient } from './attempt.js'
import { runCall } from './call.js'
import { checkHeaders } from './check-headers.js'
import type { Config } from './config/config.js'
import { positive } from './config/limit.js'
import { MeshConfigError } from './errors/mesh-config-error.js'
import { parseJson } from './json.js'
import type { WithResponse } from './mesh-call.js'
import type { OperationFacts } from './operation-facts.js'
import type { CallOptions } from './options.js'
import { createRedact, type Redact } from './redact.js'
import { retryPolicy } from './retry/retry-policy.js'
import { secretValues } from './secret-values.js'
import type { RequestBody } from './transport.js'
import { url } from './url.js'

/** The part of the generated `Client` contract that generated operations call. */
export type HttpClient = Pick<Client, 'connect' | 'delete' | 'get' | 'head' | 'options' | 'patch' | 'post' | 'put' | 'trace'>

/** What a method of `MeshClient` hands through the generated operation to the client, in the field `meta`. */
export interface CallMeta {
  readonly operation: string
  readonly facts: OperationFacts
  readonly options: CallOptions
}

type SentOptions = RequestOptions & { meta: CallMeta }

/** A `Client` for generated operations. It resolves to `WithResponse` and rejects with a `MeshError`. */
export const createHttpClient = (config: Config): HttpClient =>
  new Proxy({} as HttpClient, {
    // Generated operations ask for nothing but `client.post` and its like.
    get: (_, method) => (options: SentOptions) => send(config, options, String(method).toUpperCase()),
  })

const send = async (config: Config, options: SentOptions, method: string): Promise<WithResponse<unknown, unknown>> => {
  const { operation, facts, options: callOptions } = options.meta
  const { signal, timeout = config.timeout, totalTimeout = config.totalTimeout } = callOptions
  let sent: RequestBody | null = null
  let redact: Redact | undefined
  const redactOnce = () => {
    if (redact) return redact
    // What was sent, and not the argument, which may have changed since, or may not want to be read twice.
    const { path, query, headers } = options
    const body = typeof sent === 'string' && parseJson(sent)
    redact = createRedact([config.clientSecret, ...secretValues({ path, query, headers, body }, facts.secrets)])
    return redact
  }
  try {
    if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
      throw new MeshConfigError(`${operation}: signal must be an AbortSignal.`)
    }
    sent = body(options)
    return await runCall(config, {
      operation,
      facts,
      method,
      url: url(config.baseUrl, options.url, options.path, options.query),
      path: options.url,
      headers: checkHeaders(
        operation,
        { accept: 'application/json', ...(options.headers as Record<string, unknown>) },
        config.credentials,
      ),
      credentials: credentials(config, options),
      body: sent,
      redact: redactOnce,
      signal,
      timeout: positive('timeout', timeout),
      totalTimeout: positive('totalTimeout', totalTimeout),
      retry: retryPolicy(callOptions.retry, config.retry),
    })
  } catch (error) {
    throw ofClient({ operation, redact: redactOnce }, error)
  }
}

/** Those that the document asks for, and no others. */
const credentials = (config: Config, { security }: SentOptions): Record<string, string> => {
  const result: Record<string, string> = {}
  for (const { name = '' } of security ?? []) {
    const key = name.toLowerCase()
    const value = config.credentials[key]
    if (value !== undefined) result[key] = value
  }
  return result
}

const body = ({ body, bodySerializer, meta }: SentOptions): RequestBody | null => {
  if (body === undefined) return null
  try {
    // The generator gives a serializer to operations that send something else than JSON.
    return (bodySerializer ? bodySerializer(body) : JSON.stringify(body)) as RequestBody
  } catch {
    throw new MeshConfigError(`${meta.operation} cannot send its argument: it is not what JSON can hold.`)
  }
}
