import type { Redact } from './redact.js'

/** Longer chains are cut: they are a loop, or nobody reads them. */
const DEEPEST = 5

/**
 * A copy of what a transport threw, with its name, message, code, stack and cause, and no other field: errors of HTTP libraries carry the
 * request that they sent, credentials included.
 */
export const safeCause = (thrown: unknown, redact: Redact, depth = 1): Error | undefined => {
  if (depth > DEEPEST || thrown === undefined) return undefined
  const field = (name: string): unknown => {
    try {
      return (thrown as Record<string, unknown> | null)?.[name]
    } catch {
      return undefined
    }
  }
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? redact(value) : undefined)
  const isObject = typeof thrown === 'object' && thrown !== null
  // Node gathers the failures of several addresses of one host in `errors`.
  const errors = field('errors')
  const inner = safeCause(field('cause') ?? (Array.isArray(errors) ? errors[0] : undefined), redact, depth + 1)
  const copy = new Error(text(isObject ? field('message') : String(thrown)), inner && { cause: inner })
  for (const name of isObject ? ['name', 'stack', 'code'] : []) {
    const value = text(field(name))
    if (value !== undefined) Object.defineProperty(copy, name, { value, enumerable: name === 'code', configurable: true })
  }
  return copy
}
