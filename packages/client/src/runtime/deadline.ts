/** The longest delay that timers of all runtimes take; they fire at once for a longer one. */
export const LONGEST_DELAY = 2 ** 31 - 1

/**
 * Runs `work` until it ends, `limit` milliseconds have passed or `caller` aborts, and then ends it: by its signal, and by not waiting for
 * it, because it may not heed the signal. Leaves neither timer nor listener behind.
 */
export const withDeadline = <Result>(
  limit: number,
  caller: AbortSignal | undefined,
  errorOf: (isAbort: boolean) => Error,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> =>
  // Not a race of promises, which would take as much time as the rest of a call.
  new Promise((resolve, reject) => {
    if (caller?.aborted) return reject(errorOf(true))
    const controller = new AbortController()
    const leave = () => {
      clearTimeout(timer)
      caller?.removeEventListener('abort', onAbort)
    }
    const fail = (thrown: unknown) => {
      leave()
      reject(thrown)
      // Whatever went wrong: nothing of this attempt may stay open.
      controller.abort()
    }
    const onAbort = () => fail(errorOf(true))
    const timer = limit <= LONGEST_DELAY ? setTimeout(() => fail(errorOf(false)), limit) : undefined
    caller?.addEventListener('abort', onAbort)
    work(controller.signal).then((result) => {
      leave()
      resolve(result)
    }, fail)
  })
