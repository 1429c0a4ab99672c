/** Bytes; what PostgreSQL takes for a key, and room for the other parts of it. */
const LONGEST = 2000

/** What is wrong with the id or type of an account as a part of the tables; undefined where nothing is. */
export const problemOfText = (name: string, text: unknown): string | undefined => {
  if (typeof text !== 'string' || text === '') return `${name} must be a text that is not empty.`
  if (Buffer.byteLength(text) > LONGEST) return `${name} has more than ${LONGEST} bytes.`
  // PostgreSQL has no NUL in a text, and UTF-8 no half of a surrogate pair.
  return text.includes('\0') || /\p{Surrogate}/u.test(text) ? `${name} has a character that cannot be stored.` : undefined
}
