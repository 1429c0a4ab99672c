const MASK = '[redacted]'

/** Below this length a secret is more likely to be a part of an innocent word than to be the secret. */
const SHORTEST = 4

/** Replaces every occurrence of a secret in the strings of `value`, at any depth: a server may quote what it was sent. */
export const redact = (value: unknown, secrets: readonly string[]): unknown => {
  if (typeof value === 'string') {
    return secrets.reduce((text, secret) => (secret.length < SHORTEST ? text : text.replaceAll(secret, MASK)), value)
  }
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key, secrets), redact(item, secrets)]))
  }
  return value
}
