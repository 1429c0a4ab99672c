import type { Server } from 'node:http'
import { longestTimer } from './longest-timer.js'

/** Options of `close()`. */
export interface CloseOptions {
  /** Milliseconds that answers under way have to finish. Default: 0, which ends all connections at once. */
  grace?: number
}

/** Stops listening and resolves when all connections are gone. It may be called again, with less grace. */
export type CloseServer = (options?: CloseOptions) => Promise<void>

export function closerOf(server: Server): CloseServer {
  let closed: Promise<void> | undefined
  server.on('request', (_, response) => {
    // Node ends connections that are idle when it closes, and keeps those that become so later.
    response.once('close', () => closed && setImmediate(() => server.closeIdleConnections()))
  })
  return async ({ grace = 0 } = {}) => {
    closed ??= new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
    const end = setTimeout(() => server.closeAllConnections(), Math.min(grace, longestTimer))
    if (grace === 0) server.closeAllConnections()
    await closed
    clearTimeout(end)
  }
}
