import { answer } from './answer.js'
import { aborted, attempt, ofMiddleware, timedOut } from './attempt.js'
import type { CallRequest } from './call-request.js'
import type { Config } from './config/config.js'
import { withDeadline } from './deadline.js'
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
  const key = {}
  const { operation, facts, method, path, headers, totalTimeout } = call
  const request: MiddlewareRequest = { method, path, headers, origin: new URL(config.baseUrl).origin }
  const start = performance.now()
  const run = (current: MiddlewareRequest) => runAttempts(config, call, current, key, start + totalTimeout)
  if (config.callMiddleware.length === 0) return run(request)

  const context = { operation, safeToRepeat: facts.safeToRepeat, attempt: 0, call: key }
  const errors = { abort: () => aborted(call), timeout: () => timedOut({ ...call, timeout: Infinity }, totalTimeout, 0) }
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
  key: object,
  end: number,
): Promise<WithResponse<unknown, unknown>> => {
  const { operation, facts, retry } = call
  const { log, budget } = config
  budget.earn()
  for (let attempts = 1; ; attempts++) {
    const begin = performance.now()
    const context = { operation, safeToRepeat: facts.safeToRepeat, attempt: attempts, call: key }
    try {
      log?.('debug', `${operation} begins attempt ${attempts}`, { operation, attempt: attempts })
      const response = await attempt(config, call, request, context, Math.min(call.timeout, end - begin))
      const fields = { operation, attempt: attempts, httpStatus: response.status, duration: performance.now() - begin }
      log?.('debug', `${operation} got HTTP status ${response.status}`, fields)
      return await answer(config, call, response, attempts)
    } catch (error) {
      const fields = { operation, attempt: attempts, error: (error as Error).name, duration: performance.now() - begin }
      const delay = retryDelay(retry, error, attempts)
      const mayRepeat = facts.safeToRepeat && attempts <= retry.maxRetries && isPassing(error) && performance.now() + delay < end
      if (!mayRepeat || !budget.spend()) {
        log?.('error', `${operation} failed after ${attempts} attempts`, fields)
        throw error
      }
      log?.('info', `${operation} is repeated after a passing failure`, { ...fields, delay })
      await sleep(delay, call.signal)
      if (call.signal?.aborted) throw aborted(call)
      // A timer may come late.
      if (performance.now() >= end) throw error
    }
  }
}
