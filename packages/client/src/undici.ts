// biome-ignore lint/style/noRestrictedImports: an optional peer, of this subpath alone
import { type Dispatcher, Pool } from 'undici'
import { MeshConfigError } from './runtime/errors/mesh-config-error.js'
import type { Transport, TransportResponse } from './runtime/transport.js'
import { Exchange } from './undici/exchange.js'

/** Options of `undiciTransport`. */
export interface UndiciTransportOptions {
  /** The most connections to one origin; further calls wait for one, within their `timeout`. Default: 256. */
  connections?: number | undefined
  /** How long a connection stays open without a call, in milliseconds; a `Keep-Alive` header of the server wins. Default: 30 000. */
  keepAliveTimeout?: number | undefined
  /** How long a connection may take to be made, in milliseconds; the `timeout` of the attempt bounds it as well. Default: 10 000. */
  connectTimeout?: number | undefined
  /** What to send through in place of connections of its own, such as undici's `ProxyAgent`. `close()` leaves it open. Default: none. */
  dispatcher?: Dispatcher | undefined
}

/** A transport that holds connections. */
export interface UndiciTransport extends Transport, AsyncDisposable {
  /** Ends the connections, after the calls under way; a later call fails with a `MeshConnectionError`. */
  close(): Promise<void>
}

/**
 * Sends by undici itself, for Node: the same behaviour as over `fetch` for a fraction of its CPU. Connections are kept open and shared by
 * all clients that are given the same transport.
 *
 * @throws MeshConfigError for an option that cannot be used
 * @example
 * import { createMeshClient } from '@mesh-balance/client'
 * import { undiciTransport } from '@mesh-balance/client/undici'
 *
 * const mesh = createMeshClient({ transport: undiciTransport() })
 */
export const undiciTransport = (options: UndiciTransportOptions = {}): UndiciTransport => {
  const { connections = 256, keepAliveTimeout = 30_000, connectTimeout = 10_000, dispatcher } = options
  for (const [name, value] of Object.entries({ connections, keepAliveTimeout, connectTimeout })) {
    if (!Number.isInteger(value) || value < 1) throw new MeshConfigError(`${name} must be a whole number above 0.`)
  }
  const pools = new Map<string, Pool>()
  let closing: Promise<unknown> | undefined
  const poolOf = (origin: string): Pool => {
    const pool =
      pools.get(origin) ??
      new Pool(origin, {
        connections,
        keepAliveTimeout,
        connectTimeout,
        // As `fetch` does; over HTTP/2 all calls would share one connection.
        allowH2: false,
        // The client's own limits bound these, to the last byte.
        headersTimeout: 0,
        bodyTimeout: 0,
      })
    pools.set(origin, pool)
    return pool
  }

  const send: Transport = ({ method, url, headers, body, signal }) =>
    new Promise<TransportResponse>((resolve, reject) => {
      if (closing) throw new Error('The transport is closed.')
      signal.throwIfAborted()
      const { origin, path } = addressOf(url)
      const exchange = new Exchange(resolve, reject)
      signal.addEventListener('abort', () => exchange.end(signal.reason), { once: true })
      const request: Dispatcher.DispatchOptions = {
        origin,
        path,
        method: method as Dispatcher.HttpMethod,
        // Unpacking costs more than the whole call, and answers are small. What comes packed all the same is unpacked.
        headers: 'accept-encoding' in headers ? headers : { ...headers, 'accept-encoding': 'identity' },
        body: body instanceof URLSearchParams ? String(body) : (body as Dispatcher.DispatchOptions['body'] & {}),
      }
      const target = dispatcher ?? poolOf(origin)
      target.dispatch(request, exchange)
    })

  const close = async (): Promise<void> => {
    closing ??= Promise.all([...pools.values()].map((pool) => pool.close()))
    await closing
  }
  return Object.assign(send, { close, [Symbol.asyncDispose]: close })
}

let last: { url: string; origin: string; path: string } | undefined

/** Nearly every call goes where the last one went. */
const addressOf = (url: string): { origin: string; path: string } => {
  if (last?.url !== url) {
    const { origin, pathname, search } = new URL(url)
    last = { url, origin, path: pathname + search }
  }
  return last
}
