import type { Client, RequestOptions } from '../generated/client/index.js'
import { runCall } from './call.js'
import type { CallRequest } from './call-request.js'
import { checkHeaders } from './check-headers.js'
import type { Config } from './config/config.js'
import { positive } from './config/limit.js'
import { MeshConfigError } from './errors/mesh-config-error.js'
import { parseJson } from './json.js'
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

/** What is the same for every call of an operation, unless its caller gives headers or parameters. */
type Prepared = Pick<
  CallRequest,
  'config' | 'operation' | 'facts' | 'method' | 'path' | 'url' | 'headers' | 'credentials' | 'sent'
>

/** A `Client` for generated operations. It resolves to `WithResponse`, rejects with a `MeshError` and throws what cannot be sent. */
export const createHttpClient = (config: Config): HttpClient => {
  const shared = new Map<string, Prepared>()
  const prepare = (options: SentOptions, method: string): Prepared => {
    const { operation, facts } = options.meta
    const isShared = !(options.path || options.query || options.meta.options.headers)
    const known = isShared && shared.get(operation)
    if (known) return known
    const given = { accept: 'application/json', ...(options.headers as Record<string, unknown>) }
    const headers = checkHeaders(operation, given, config.credentials)
    const credentials = credentialsOf(config, options)
    const prepared = {
      config,
      operation,
      facts,
      method: method.toUpperCase(),
      path: options.url,
      url: url(config.baseUrl, options.url, options.path, options.query),
      // Shared with middleware of other calls.
      headers: Object.freeze(headers),
      credentials,
      sent: { ...headers, ...credentials },
    }
    if (isShared) shared.set(operation, prepared)
    return prepared
  }
  return new Proxy({} as HttpClient, {
    // Generated operations ask for nothing but `client.post` and its like.
    get: (_, method) => (options: SentOptions) => runCall(callRequest(prepare(options, String(method)), options)),
  })
}

/** @throws MeshConfigError for what cannot be sent */
const callRequest = (prepared: Prepared, options: SentOptions): CallRequest => {
  const { config, operation, facts, method, path, url, headers, credentials, sent } = prepared
  const { signal, timeout = config.timeout, totalTimeout = config.totalTimeout, retry } = options.meta.options
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new MeshConfigError(`${operation}: signal must be an AbortSignal.`)
  }
  const sentBody = body(options)
  let redact: Redact | undefined
  // All at once: to copy `prepared` and to add the rest would make the object several times.
  return {
    config,
    operation,
    facts,
    method,
    path,
    url,
    headers,
    credentials,
    sent,
    body: sentBody,
    redact: ((value: unknown) => {
      // What was sent, and not the argument, which may have changed since, or may not want to be read twice.
      const { path, query, headers } = options
      const body = typeof sentBody === 'string' && parseJson(sentBody)
      redact ??= createRedact([config.clientSecret, ...secretValues({ path, query, headers, body }, facts.secrets)])
      return redact(value)
    }) as Redact,
    signal,
    timeout: positive('timeout', timeout),
    totalTimeout: positive('totalTimeout', totalTimeout),
    retry: retryPolicy(retry, config.retry),
    end: performance.now() + totalTimeout,
    attempts: 0,
  }
}

/** Those that the document asks for, and no others. */
const credentialsOf = (config: Config, { security }: SentOptions): Record<string, string> => {
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
