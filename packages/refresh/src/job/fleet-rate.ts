import { setTimeout as sleep } from 'node:timers/promises'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from './database.js'

/**
 * Resolves when a request may start, by the limit that all workers of a database share.
 *
 * @throws DatabaseError
 */
export type FleetRate = (signal: AbortSignal) => Promise<void>

/** @param rate requests a second, by all workers together */
export const createFleetRate = (database: Database, rate: number): FleetRate => {
  const points = Math.max(1, Math.floor(rate))
  const limiter = new RateLimiterPostgres({
    storeClient: { query: ({ text, values }: { text: string; values: unknown[] }) => database.query(text, values) },
    storeType: 'client',
    schemaName: 'mesh_balance',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: 'fleet',
    points,
    // A rate below one a second is one request in so many seconds.
    duration: rate < 1 ? 1 / rate : 1,
  })
  return async (signal) => {
    for (;;) {
      signal.throwIfAborted()
      try {
        await limiter.consume('requests')
        return
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        // Random, so that those who wait do not all ask again at once.
        await sleep(refusal.msBeforeNext + Math.random() * 50, undefined, { signal })
      }
    }
  }
}
