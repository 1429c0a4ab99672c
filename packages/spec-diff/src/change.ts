/**
 * What a change asks of a version. `major`: an existing caller can break, in types or at run time. `minor`: something new can be used.
 * `patch`: seen in documentation only, or in what a server promises beyond what it did.
 */
export type Level = 'major' | 'minor' | 'patch'

/** The highest level of a list of changes. */
export type Bump = Level | 'none'

/** An operation of the document, as a report names it. */
export interface OperationName {
  /** Lower case, such as `get`. */
  readonly method: string
  /** The path with its parameters, such as `/pets/{id}`; the name of a webhook or an expression of a callback, where it is one. */
  readonly path: string
  /** The operation's `operationId`, where it has one. */
  readonly operationId?: string
}

/** A difference, and what it means. */
export interface Change {
  /** Stable name of the rule; oasdiff's name where oasdiff has the rule. */
  readonly id: string
  /** What it means for those who call the API. */
  readonly level: Level
  /** JSON pointer into the new document, or into the old one for what is gone; behind `file#` where another file holds it. */
  readonly where: string
  /** A sentence for a changelog, which names the operation and the field. */
  readonly message: string
  /** The place in words, such as "response 200 of GET /pets, property `data[].name`". */
  readonly words: string
  /** The document that `where` points into. */
  readonly document: 'old' | 'new'
  /** Whether callers send or receive what has changed; left out for what is neither. */
  readonly direction?: 'request' | 'response'
  /** The field, as a path from the body or parameter of the first operation, such as `data[].name`; left out where there is none. */
  readonly field?: string
  /** The operations that show the change; empty for what belongs to no operation. */
  readonly operations: readonly OperationName[]
}

/** What changed between two documents. */
export interface SpecDiff {
  /** The bump of the version that all changes together ask for. */
  readonly bump: Bump
  /** Major changes first, then minor ones, then patches; in each, in the order of the document. */
  readonly changes: readonly Change[]
}

const levels: readonly Bump[] = ['none', 'patch', 'minor', 'major']

/** Whether a bump is as large as another one, or larger. */
export function isAtLeast(bump: Bump, wanted: Bump): boolean {
  return levels.indexOf(bump) >= levels.indexOf(wanted)
}

export function highest(bumps: Iterable<Bump>): Bump {
  let found: Bump = 'none'
  for (const bump of bumps) if (isAtLeast(bump, found)) found = bump
  return found
}
