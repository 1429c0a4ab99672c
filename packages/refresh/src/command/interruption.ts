/** SIGINT and SIGTERM end the work in order; a second one ends the process. */
export const onInterruption = (tell: () => void): { signal: AbortSignal; release(): void } => {
  const stop = new AbortController()
  const end = () => {
    if (stop.signal.aborted) process.exit(130)
    tell()
    stop.abort()
  }
  process.on('SIGINT', end).on('SIGTERM', end)
  return { signal: stop.signal, release: () => void process.off('SIGINT', end).off('SIGTERM', end) }
}
