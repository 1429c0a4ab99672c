/** The longest delay that timers of all runtimes take; they fire at once for a longer one. */
export const LONGEST_DELAY = 2 ** 31 - 1

/**
 * Runs `work` until it ends, `limit` milliseconds have passed or `caller` aborts, and then ends it: by its signal, and by not waiting for
 * it, because it may not heed the signal. Leaves neither timer nor listener behind.
 */
export const withDeadline = async <Result>(
  limit: number,
  caller: AbortSignal | undefined,
  errors: { timeout: () => Error; abort: () => Error },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  if (caller?.aborted) throw errors.abort()
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let onAbort: (() => void) | undefined
  const ended = new Promise<never>((_, reject) => {
    if (limit <= LONGEST_DELAY) timer = setTimeout(() => reject(errors.timeout()), limit)
    if (caller) {
      onAbort = () => reject(errors.abort())
      caller.addEventListener('abort', onAbort)
    }
  })
  try {
    return await Promise.race([work(controller.signal), ended])
  } catch (error) {
    // Whatever went wrong: nothing of this attempt may stay open.
    controller.abort()
    throw error
  } finally {
    clearTimeout(timer)
    if (onAbort) caller?.removeEventListener('abort', onAbort)
  }
}
