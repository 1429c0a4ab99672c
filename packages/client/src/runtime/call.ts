import { answer } from './answer.js'
import { aborted, attempt, ofClient, ofMiddleware, timedOut } from './attempt.js'
import type { CallRequest } from './call-request.js'
import type { Config } from './config/config.js'
import { LONGEST_DELAY, withDeadline } from './deadline.js'
import { MeshAbortError } from './errors/mesh-abort-error.js'
import type { WithResponse } from './mesh-call.js'
import { isCallResult, type MiddlewareRequest, runLayers } from './middleware.js'
import { isPassing, retryDelay } from './retry/retry-policy.js'
import { sleep } from './retry/sleep.js'

/**
 * Makes a call: attempts, and waits between them, under one total time limit.
 *
 * @throws MeshError
 */
export const runCall = (config: Config, call: CallRequest): Promise<WithResponse<unknown, unknown>> => {
  const progress = { attempts: 0 }
  const { operation, facts, method, path, headers, totalTimeout } = call
  const request: MiddlewareRequest = { method, path, headers, baseUrl: config.baseUrl }
  const end = performance.now() + totalTimeout
  const run = (current: MiddlewareRequest) => runAttempts(config, call, current, progress, end)
  if (config.callMiddleware.length === 0) return run(request)

  const context = { operation, safeToRepeat: facts.safeToRepeat, attempt: 0, call: progress }
  const errors = { abort: () => aborted(call), timeout: () => outOfTime(call, progress.attempts) }
  // A middleware that never ends must not hold the call.
  return withDeadline(totalTimeout, call.signal, errors, () =>
    runLayers(config.callMiddleware, request, context, run, isCallResult),
  ).catch((cause: unknown) => {
    throw ofMiddleware(call, cause)
  })
}

const runAttempts = async (
  config: Config,
  call: CallRequest,
  request: MiddlewareRequest,
  progress: { attempts: number },
  end: number,
): Promise<WithResponse<unknown, unknown>> => {
  const { operation, facts, retry } = call
  const { log, budget } = config
  budget.earn()
  for (let attempts = 1; ; attempts++) {
    const begin = performance.now()
    const context = { operation, safeToRepeat: facts.safeToRepeat, attempt: attempts, call: progress }
    // A middleware may come late.
    if (begin >= end) throw outOfTime(call, progress.attempts)
    progress.attempts = attempts
    try {
      log?.('debug', `${operation} begins attempt ${attempts}`, { operation, attempt: attempts })
      const response = await attempt(config, call, request, context, Math.min(call.timeout, end - begin))
      const fields = { operation, attempt: attempts, httpStatus: response.status, duration: performance.now() - begin }
      log?.('debug', `${operation} got HTTP status ${response.status}`, fields)
      return await answer(config, call, response, attempts)
    } catch (thrown) {
      const error = ofClient(call, thrown)
      const fields = { operation, attempt: attempts, error: error.name, duration: performance.now() - begin }
      const delay = retryDelay(retry, error, attempts)
      // A timer cannot hold a longer delay.
      const isInTime = delay <= LONGEST_DELAY && performance.now() + delay < end
      const mayRepeat = facts.safeToRepeat && attempts <= retry.maxRetries && isPassing(error) && isInTime
      if (!mayRepeat || !budget.spend()) {
        log?.(error instanceof MeshAbortError ? 'info' : 'error', `${operation} failed at attempt ${attempts}`, fields)
        throw error
      }
      log?.('info', `${operation} is repeated`, { ...fields, delay })
      await sleep(delay, call.signal)
      if (call.signal?.aborted) throw aborted(call)
      // A timer may come late.
      if (performance.now() >= end) throw error
    }
  }
}

const outOfTime = (call: CallRequest, attempts: number) => timedOut({ ...call, timeout: Infinity }, call.totalTimeout, attempts)
