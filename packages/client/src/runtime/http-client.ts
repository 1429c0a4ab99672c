import type { Client, RequestOptions } from '../generated/client/index.js'
import { buildUrl } from '../generated/client/utils.gen.js'
import { answer, type CallContext } from './answer.js'
import type { Config } from './config.js'
import { startDeadline } from './deadline.js'
import { MeshAbortError } from './errors/mesh-abort-error.js'
import { MeshConfigError } from './errors/mesh-config-error.js'
import { MeshConnectionError } from './errors/mesh-connection-error.js'
import { MeshTimeoutError } from './errors/mesh-timeout-error.js'
import type { WithResponse } from './mesh-call.js'

const methods = ['connect', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'trace'] as const

/** The part of the generated `Client` contract that generated operations call. */
export type HttpClient = Pick<Client, (typeof methods)[number]>

/** What a method of `MeshClient` hands through the generated operation to the client, in the field `meta`. */
export interface CallMeta extends CallContext {
  readonly signal: AbortSignal | undefined
  readonly timeout: number
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
  const { meta } = options
  if (meta.signal?.aborted) throw aborted(meta)
  const init = { method: options.method, headers: headers(config, options), body: body(options), redirect: 'manual' } as const
  const url = buildUrl({ ...options, baseUrl: config.baseUrl })
  const deadline = startDeadline(meta.timeout, meta.signal)
  let response: Response
  let text: string
  try {
    response = await config.fetch(url, { ...init, signal: deadline.signal })
    text = await response.text()
  } catch (cause) {
    if (deadline.timedOut) throw new MeshTimeoutError(`${meta.operation} got no whole answer within ${meta.timeout} ms.`)
    if (meta.signal?.aborted) throw aborted(meta)
    throw new MeshConnectionError(
      `${meta.operation} got no answer from ${new URL(config.baseUrl).origin}. Check the network, and that baseUrl is right.`,
      { cause },
    )
  } finally {
    deadline.end()
  }
  return answer(meta, response, text)
}

const aborted = ({ operation, signal }: CallMeta) =>
  new MeshAbortError(`${operation} was aborted by its signal.`, { cause: signal?.reason })

const headers = (config: Config, { headers, security, meta }: SentOptions): Record<string, string> => {
  const result: Record<string, string> = { accept: 'application/json' }
  for (const [name, value] of Object.entries((headers ?? {}) as Record<string, string>)) {
    const key = name.toLowerCase()
    if (config.credentials.has(key)) {
      throw new MeshConfigError(`${meta.operation} cannot send the header ${name}: the client sets it from its own credentials.`)
    }
    result[key] = value
  }
  for (const { name } of security ?? []) {
    const value = name && config.credentials.get(name.toLowerCase())
    if (name && value) result[name.toLowerCase()] = value
  }
  return result
}

const body = ({ body, bodySerializer }: SentOptions): BodyInit | null => {
  if (body === undefined) return null
  // The generator gives a serializer to operations that send something else than JSON.
  return (bodySerializer ? bodySerializer(body) : JSON.stringify(body)) as BodyInit
}
