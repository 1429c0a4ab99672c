/**
 * Reads how long a server asks to wait, in milliseconds: `retry-after-ms`, or `Retry-After` in seconds or as a date.
 * Undefined where there is neither, or it cannot be understood.
 */
export const retryAfter = (headers: Pick<Headers, 'get'>, now: number = Date.now()): number | undefined => {
  const milliseconds = headers.get('retry-after-ms') ?? ''
  if (NUMBER.test(milliseconds)) return Number(milliseconds)
  const value = headers.get('retry-after') ?? ''
  if (NUMBER.test(value)) return Number(value) * 1000
  // An HTTP date begins with the day of the week; `Date.parse` would take a lone number for a year.
  const date = Date.parse(value)
  return /^[A-Z][a-z]+, /.test(value) && date >= 0 ? Math.max(0, date - now) : undefined
}

const NUMBER = /^\d+(\.\d+)?$/
