const MASK = '[redacted]'

/** Below this length a secret is more likely to be a part of an innocent word than to be the secret. */
const SHORTEST = 4

/** A secret as it may stand in a text: as it is, in JSON, in a URL. */
const forms = (secret: string): string[] => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]

/** Replaces every occurrence of a secret in a text. */
export const redactText = (text: string, secrets: readonly string[]): string =>
  secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap(forms)
    // The longest first: one secret may be the beginning of another.
    .sort((a, b) => b.length - a.length)
    .reduce((result, form) => result.replaceAll(form, MASK), text)

/** Nothing that means something is nested deeper; a body made to overflow the stack is. */
const DEEPEST = 100

/** Replaces every occurrence of a secret in the strings of a JSON value, at any depth: a server may quote what it was sent. */
export const redact = (value: unknown, secrets: readonly string[], depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value, secrets)
  if (typeof value === 'number' && redactText(String(value), secrets) !== String(value)) return MASK
  if (typeof value !== 'object' || value === null) return value
  if (depth === DEEPEST) return MASK
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redactText(key, secrets), redact(item, secrets, depth + 1)]),
  )
}
