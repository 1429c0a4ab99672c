import { AuthenticationError, isMeshError, isPassing, MeshConfigError, ReconnectRequiredError } from '@mesh-balance/client'
import type { RefreshResult } from '../in-process/refresh-balances.js'
import { DatabaseError } from './database-error.js'
import type { ExactBalance, Outcome } from './outcomes.js'
import type { QueuedAccount } from './queue.js'

/** The function that fetches tokens failed. Says nothing of why: what it threw may hold a token. */
export class TokenError extends Error {}

/** What is stored of a result. Throws what is no account's failure: with wrong keys or no database, every other account would fail as well. */
export const outcomeOf = ({ account: job, balance, error }: RefreshResult<QueuedAccount, ExactBalance>): Outcome => {
  const readAt = new Date()
  if (error === undefined) return { job, readAt, outcome: 'fresh', balance }
  if (error instanceof AuthenticationError || error instanceof DatabaseError) throw error
  if (error instanceof ReconnectRequiredError) return { job, readAt, outcome: 'parked', reason: error.name }
  if (error instanceof TokenError) return { job, readAt, outcome: 'later', reason: 'The token could not be fetched.' }
  // A message of the client holds no secret; that of anything else may.
  if (!isMeshError(error)) return { job, readAt, outcome: 'later', reason: 'The account could not be read.' }
  // Half a character, where the cut goes through one, cannot be stored.
  const reason =
    error instanceof MeshConfigError
      ? error.message
      : `${error.name}: ${error.message}`.slice(0, 500).replace(/[\ud800-\udbff]$/, '')
  return { job, readAt, outcome: isPassing(error) ? 'later' : 'failed', reason }
}
