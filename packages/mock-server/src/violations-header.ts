export interface Violations {
  readonly input: readonly Violation[]
  readonly output: readonly Violation[]
}

interface Violation {
  readonly message: string
  readonly severity: number
  readonly code?: string | number
  readonly path?: readonly string[]
}

const severities = ['Error', 'Warning', 'Information', 'Hint']
const maxLength = 8000

/** Prism's header `sl-violations`: what is wrong with the request, as JSON. It names rules and fields, never their values. */
export function violationsHeader({ input, output }: Violations): { 'sl-violations'?: string } {
  const violations = [
    ...input.map((violation) => entry('request', violation)),
    ...output.map((violation) => entry('response', violation)),
  ]
  if (violations.length === 0) return {}
  // A header holds ASCII only.
  const json = JSON.stringify(violations).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return { 'sl-violations': json.length > maxLength ? `Too many violations! ${json.slice(0, maxLength)}` : json }
}

function entry(side: 'request' | 'response', { path = [], severity, code, message }: Violation): object {
  return { location: [side, ...path], severity: severities[severity], code, message }
}
