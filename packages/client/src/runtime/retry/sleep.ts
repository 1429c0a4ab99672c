import { withDeadline } from '../deadline.js'

/** Resolves after `delay` milliseconds, or at once when `signal` aborts; leaves neither timer nor listener behind. */
export const sleep = (delay: number, signal: AbortSignal | undefined): Promise<void> =>
  withDeadline<void>(
    delay,
    signal,
    () => new Error('awake'),
    () => new Promise(() => {}),
  ).catch(() => {})
