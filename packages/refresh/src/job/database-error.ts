/** The database cannot be reached or used; the message says which one and what to do. */
export class DatabaseError extends Error {
  /** What it is called in logs. */
  override readonly name = 'DatabaseError'
}

/** Makes a `DatabaseError` of what says that the database can do nothing at all; anything else is given back as it is. */
export const explained = (where: string, error: unknown): unknown => {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (isFull(error, code)) return fullError(where, reasonOf(error), error)
  // A failure that PostgreSQL itself reports has five characters; of those, these say that it ends, takes no connection, no longer knows the
  // user, is a replica since, or ends what takes too long.
  const isOfStatement = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^(?:08|25006|28|3D|53|57|58|XX)/.test(code)
  if (isOfStatement || error instanceof TypeError) return error
  return new DatabaseError(
    `${where} went away: ${reasonOf(error)}. What is stored is kept. When it is back, begin again to go on.`,
    {
      cause: error,
    },
  )
}

export const fullError = (where: string, reason: string, cause?: Error): DatabaseError =>
  new DatabaseError(
    `${where} cannot write, because its disk is full: ${reason}. What is stored is kept. Make room, and begin again to go on.`,
    { cause },
  )

const isFull = (error: Error, code: string | undefined): boolean =>
  code === '53100' || /No space left on device|File too large|ENOSPC|EFBIG|EDQUOT/.test(`${error.message} ${code}`)

/** Where a name has several addresses, Node throws one error for all of them, without a message. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  if (error instanceof Error) return error.message.replace(/\.$/, '')
  // What PGlite's file system throws is no Error.
  return typeof error === 'object' && error !== null && 'errno' in error ? `error ${error.errno} of its files` : String(error)
}
