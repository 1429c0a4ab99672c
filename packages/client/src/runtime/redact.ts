const MASK = '[redacted]'

/** Below this length a secret is more likely to be a part of an innocent word than to be the secret. */
const SHORTEST = 4

/** Nothing that means something is nested deeper; a body made to overflow the stack is. */
const DEEPEST = 100

/**
 * Takes secrets out of what others say: a server or a library may quote what it was sent. Replaces every occurrence in a text, or in a JSON
 * value at any depth.
 */
export interface Redact {
  (text: string): string
  (value: unknown): unknown
}

export const createRedact = (secrets: readonly string[]): Redact => {
  const patterns = secrets
    // What came from a file ends in a line break, and is quoted without.
    .map((secret) => secret.trim())
    .filter((secret) => secret.length >= SHORTEST)
    // The longest first: one secret may be the beginning of another.
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replace(/\\+|\p{Cs}+|\W/gu, inAnyNotation))
  // Whatever the case: the name of a host is lowered, and so are some escapes. Without a secret, what is nowhere.
  const pattern = new RegExp(patterns.join('|') || '(?!)', 'gi')
  const redact = (given: unknown, depth = 0): unknown => {
    if (typeof given === 'string') return given.replace(pattern, MASK)
    if (typeof given === 'number' && redact(String(given)) === MASK) return MASK
    if (typeof given !== 'object' || given === null) return given
    if (depth === DEEPEST) return MASK
    if (Array.isArray(given)) return given.map((item) => redact(item, depth + 1))
    return Object.fromEntries(Object.entries(given).map(([key, item]) => [redact(key), redact(item, depth + 1)]))
  }
  return redact as Redact
}

/**
 * An expression for a character that is neither letter nor digit: as it is, or as JSON, HTML or a URL write it. Each way begins with a character of its
 * own and has a bound, so that no text, however it is made, takes long to search.
 */
const inAnyNotation = (character: string): string => {
  if (character[0] === '\\') return '(?:\\\\|%5c|&#\\w{2,3};){1,8}'
  // Half of a surrogate pair, which stands in no URL.
  if (/\p{Cs}/u.test(character)) return '.{1,24}?'
  const encoded = encodeURIComponent(character)
  const percent = encoded === character ? `%${character.charCodeAt(0).toString(16)}` : encoded
  // What JSON may write after the backslash: the character, its number, of which one beyond the first 65,536 has two, or a letter.
  return `(?:\\\\{0,3}(?:\\${character}|u[\\da-f]{4}${character[1] ? '\\\\{1,3}\\w{5}' : '|[nrt]'})|${percent}|&#?\\w{1,7};)`
}
