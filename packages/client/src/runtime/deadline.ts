/** A signal that follows the caller's and fires after `timeout`; `end` leaves neither timer nor listener behind. */
export interface Deadline {
  readonly signal: AbortSignal
  /** True when it was the time limit that fired, and not the caller. */
  readonly timedOut: boolean
  end(): void
}

/** The longest delay that timers of all runtimes take; they fire at once for a longer one. */
const LONGEST_DELAY = 2 ** 31 - 1

export const startDeadline = (timeout: number, caller?: AbortSignal): Deadline => {
  const controller = new AbortController()
  const follow = () => controller.abort(caller?.reason)
  const deadline = {
    signal: controller.signal,
    timedOut: false,
    end: () => {
      clearTimeout(timer)
      caller?.removeEventListener('abort', follow)
    },
  }
  const timer =
    timeout > LONGEST_DELAY
      ? undefined
      : setTimeout(() => {
          deadline.timedOut = true
          controller.abort()
        }, timeout)
  if (caller?.aborted) follow()
  else caller?.addEventListener('abort', follow, { once: true })
  return deadline
}
