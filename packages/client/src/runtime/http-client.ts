import type { Client, RequestOptions } from '../generated/client/index.js'
import { runCall } from './call.js'
import type { Config } from './config/config.js'
import { milliseconds } from './config/limit.js'
import { MeshConfigError } from './errors/mesh-config-error.js'
import { MeshError } from './errors/mesh-error.js'
import { parseJson } from './json.js'
import type { WithResponse } from './mesh-call.js'
import type { OperationFacts } from './operation-facts.js'
import type { CallOptions } from './options.js'
import { retryPolicy } from './retry/retry-policy.js'
import { safeCause } from './safe-cause.js'
import { secretValues } from './secret-values.js'
import type { RequestBody } from './transport.js'
import { url } from './url.js'

const methods = ['connect', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'trace'] as const

/** The part of the generated `Client` contract that generated operations call. */
export type HttpClient = Pick<Client, (typeof methods)[number]>

/** What a method of `MeshClient` hands through the generated operation to the client, in the field `meta`. */
export interface CallMeta {
  readonly operation: string
  readonly facts: OperationFacts
  readonly options: CallOptions
}

type SentOptions = RequestOptions & { method: Uppercase<(typeof methods)[number]>; meta: CallMeta }

/** A `Client` for generated operations. It resolves to `WithResponse` and rejects with a `MeshError`. */
export const createHttpClient = (config: Config): HttpClient =>
  Object.fromEntries(
    methods.map((method) => [
      method,
      (options: SentOptions) => send(config, { ...options, method: method.toUpperCase() as SentOptions['method'] }),
    ]),
  ) as unknown as HttpClient

const send = async (config: Config, options: SentOptions): Promise<WithResponse<unknown, unknown>> => {
  const { operation, facts, options: callOptions } = options.meta
  const { signal, timeout = config.timeout, totalTimeout = config.totalTimeout } = callOptions
  let sent: RequestBody | null = null
  const secrets = () => {
    // What was sent, and not the argument, which may have changed since, or may not want to be read twice.
    const { path, query, headers } = options
    return [
      config.clientSecret,
      ...secretValues({ path, query, headers, body: typeof sent === 'string' && parseJson(sent) }, facts.secrets),
    ]
  }
  try {
    if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
      throw new MeshConfigError(`${operation}: signal must be an AbortSignal.`)
    }
    sent = body(options)
    return await runCall(config, {
      operation,
      facts,
      method: options.method,
      url: url(config.baseUrl, options.url, options.path, options.query),
      path: options.url,
      headers: headers(config, options),
      credentials: credentials(config, options),
      body: sent,
      secrets,
      signal,
      timeout: milliseconds('timeout', timeout),
      totalTimeout: milliseconds('totalTimeout', totalTimeout),
      retry: retryPolicy(callOptions.retry, config.retry),
    })
  } catch (error) {
    if (error instanceof MeshError) throw error
    throw new MeshError(`${operation} failed inside the client; cause says how.`, { cause: safeCause(error, secrets()) })
  }
}

/** Headers that belong to the transport; a wrong one would make the server wait for the rest of a body. */
const OF_TRANSPORT = /^(connection|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/

const headers = (config: Config, { headers, meta }: SentOptions): Record<string, string> => {
  const result: Record<string, string> = { accept: 'application/json' }
  const refuse = (why: string) => new MeshConfigError(`${meta.operation} cannot send one of its headers: ${why}.`)
  for (const [name, value] of Object.entries((headers ?? {}) as Record<string, unknown>)) {
    const key = name.toLowerCase()
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    // Checked here, because a transport that refuses a value quotes it.
    if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name)) throw refuse('its name is none that a header can have')
    if (typeof text !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text))
      throw refuse(`the value of ${key} is none that a header can have`)
    if (Object.hasOwn(config.credentials, key)) throw refuse(`${key} is set by the client, from its own credentials`)
    if (OF_TRANSPORT.test(key)) throw refuse(`${key} is set by the transport`)
    result[key] = text
  }
  return result
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
