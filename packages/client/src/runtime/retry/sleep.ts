/** Resolves after `delay` milliseconds, or at once when `signal` aborts; leaves neither timer nor listener behind. */
export const sleep = (delay: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, delay)
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end)
  })
