import { answer } from './answer.js'
import { attempt, cancel, ended, ofClient } from './attempt.js'
import type { CallRequest } from './call-request.js'
import { LONGEST_DELAY, withDeadline } from './deadline.js'
import { MeshAbortError } from './errors/mesh-abort-error.js'
import type { MeshError } from './errors/mesh-error.js'
import type { LogFields } from './logger.js'
import type { WithResponse } from './mesh-call.js'
import { isCallResult, type MiddlewareRequest, requestOf, runLayers } from './middleware.js'
import { isPassing, retryDelay } from './retry/retry-policy.js'
import { sleep } from './retry/sleep.js'
import type { BodyReader } from './transport.js'

type Outcome = WithResponse<unknown, unknown>

/**
 * Makes a call: attempts, and waits between them, under one total time limit.
 *
 * @throws MeshError
 */
export const runCall = (call: CallRequest): Promise<Outcome> => {
  const { aroundCall } = call.config
  const request = requestOf(call)
  if (aroundCall.length === 0) return runAttempts(call, request)

  const run = (current: MiddlewareRequest) => runAttempts(call, current)
  // A middleware that never ends must not hold the call.
  const errorOf = (isAbort: boolean) => ended(call, isAbort)
  return withDeadline(call.totalTimeout, call.signal, errorOf, () => runLayers(call, aroundCall, request, 0, run, isCallResult))
}

const runAttempts = async (call: CallRequest, request: MiddlewareRequest): Promise<Outcome> => {
  const { config, operation } = call
  const { log } = config
  config.budget.earn()
  for (let attempts = 1; ; attempts++) {
    const begin = performance.now()
    // A middleware may come late.
    if (begin >= call.end) throw ended(call, false)
    call.attempts = attempts
    const bodies: BodyReader[] = []
    try {
      log?.('debug', `${operation} begins attempt ${attempts}`, { operation, attempt: attempts })
      const response = await attempt(call, request, Math.min(call.timeout, call.end - begin), bodies)
      log?.('debug', `${operation} got HTTP status ${response.status}`, {
        ...since(begin, operation, attempts),
        httpStatus: response.status,
      })
      const outcome = answer(call, response, attempts)
      return config.validate ? await outcome : outcome
    } catch (thrown) {
      // A transport may not heed its signal.
      bodies.forEach(cancel)
      await waitToRepeat(call, ofClient(call, thrown), attempts, begin)
    }
  }
}

const since = (begin: number, operation: string, attempt: number): LogFields => ({
  operation,
  attempt,
  duration: performance.now() - begin,
})

/** @throws MeshError when there is to be no further attempt */
const waitToRepeat = async (call: CallRequest, error: MeshError, attempts: number, begin: number): Promise<void> => {
  const { config, operation, facts, retry, signal, end } = call
  const fields = { ...since(begin, operation, attempts), error: error.name }
  const delay = retryDelay(retry, error, attempts)
  // A timer cannot hold a longer delay.
  const isInTime = delay <= LONGEST_DELAY && performance.now() + delay < end
  const mayRepeat = facts.safeToRepeat && attempts <= retry.maxRetries && isPassing(error) && isInTime
  if (!mayRepeat || !config.budget.spend()) {
    config.log?.(error instanceof MeshAbortError ? 'info' : 'error', `${operation} failed at attempt ${attempts}`, fields)
    throw error
  }
  config.log?.('info', `${operation} is repeated`, { ...fields, delay })
  await sleep(delay, signal)
  if (signal?.aborted) throw ended(call, true)
  // A timer may come late.
  if (performance.now() >= end) throw error
}
