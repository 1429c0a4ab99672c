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
    .map((secret) => secret.replace(/\\+|\W/gu, inAnyNotation))
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
 * An expression for a character that is neither letter nor digit: as it is, or as JSON, HTML or a URL write it. There is one way to read each text by
 * it, so that none, however it is made, takes long to search.
 */
const inAnyNotation = (character: string, at: number, secret: string): string => {
  if (character[0] === '\\') return '(?:\\\\|%5c){1,40}'
  // Behind a backslash, those of its own are counted with that one.
  const slashes = secret[at - 1] === '\\' ? '' : '\\\\{0,3}'
  // A URL has no half of a surrogate pair.
  const encoded = encodeURIComponent(character.replace(/\p{Cs}/u, '\ufffd'))
  const percent = encoded === character ? `%${character.charCodeAt(0).toString(16)}` : encoded
  // After its backslash JSON writes the character, a letter such as n, or a number: two of them for a character beyond U+FFFF.
  return `(?:${slashes}(?:\\${character}|u[\\da-f]{4}${character[1] ? '\\\\{1,3}\\w{5}' : '|[nrt]'})|${percent}|&#?\\w{1,7};)`
}
