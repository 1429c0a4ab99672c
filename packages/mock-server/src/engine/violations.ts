/** What is wrong with a request, or with the answer to it. Names rules and places, never values. */
export interface Violation {
  /** Such as `['request', 'body', 'authToken']`. */
  readonly location: readonly string[]
  /** `Error`, `Warning`, `Information` or `Hint`. */
  readonly severity: string
  /** The rule of JSON Schema that does not hold, or an HTTP status. */
  readonly code: string | number | undefined
  /** What is wrong, in words. */
  readonly message: string
}

interface Found {
  readonly message: string
  readonly severity: number
  readonly code?: string | number
  readonly path?: readonly string[]
}

const severities = ['Error', 'Warning', 'Information', 'Hint']
const maxLength = 8000

/** What Prism found, on either side. */
export function violationsOf({
  input,
  output,
}: {
  readonly input: readonly Found[]
  readonly output: readonly Found[]
}): Violation[] {
  const on = (side: 'request' | 'response', found: readonly Found[]) =>
    found.map(({ path = [], severity, code, message }) => ({
      location: [side, ...path],
      severity: severities[severity] ?? 'Error',
      code,
      message,
    }))
  return [...on('request', input), ...on('response', output)]
}

/** Prism's header `sl-violations`: the violations as JSON. */
export function violationsHeader(violations: readonly Violation[]): { 'sl-violations'?: string } {
  if (violations.length === 0) return {}
  // A header holds ASCII only.
  const json = JSON.stringify(violations).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return { 'sl-violations': json.length > maxLength ? `Too many violations! ${json.slice(0, maxLength)}` : json }
}
