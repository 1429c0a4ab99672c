import { AuthenticationError, isMeshError, isPassing, MeshConfigError, ReconnectRequiredError } from '@mesh-balance/client'
import type { RefreshResult } from '../in-process/refresh-balances.js'
import type { ExactBalance, Outcome } from './outcomes.js'
import type { QueuedAccount } from './queue.js'

/** What is stored of a result. Throws what is no account's failure: the keys are wrong, so that every other account would fail as well. */
export const outcomeOf = ({ account: job, balance, error }: RefreshResult<QueuedAccount, ExactBalance>): Outcome => {
  const readAt = new Date()
  if (error === undefined) return { job, readAt, outcome: 'fresh', balance }
  if (error instanceof AuthenticationError) throw error
  if (error instanceof ReconnectRequiredError) return { job, readAt, outcome: 'parked', reason: error.name }
  // A message of the client holds no secret; that of the function that fetches tokens may.
  if (!isMeshError(error)) return { job, readAt, outcome: 'later', reason: 'The token could not be fetched.' }
  const reason = error instanceof MeshConfigError ? error.message : `${error.name}: ${error.message}`.slice(0, 500)
  return { job, readAt, outcome: isPassing(error) ? 'later' : 'failed', reason }
}
