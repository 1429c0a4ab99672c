/** One thing in a message that is not as the document says. It names places and rules, and nothing of what was sent. */
export interface Finding {
  /** Such as `['body', 'content', 'balances', '0', 'cash']`. */
  readonly location: readonly string[]
  /** The rule that does not hold: a keyword of JSON Schema, or a word of `RuleOfProxy`. */
  readonly code: string
  readonly message: string
}

/** Rules that are not JSON Schema's. */
export type RuleOfProxy =
  | 'path'
  | 'method'
  | 'security'
  | 'status'
  | 'content-type'
  | 'content-encoding'
  | 'json'
  | 'empty'
  | 'too-large'
  | 'unchecked'

export function finding(location: readonly string[], code: RuleOfProxy | 'required', message: string): Finding {
  return { location, code, message }
}
