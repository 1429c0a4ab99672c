/** An example of the document: what the mock answers, and what the client must make of it. */
export interface Example {
  operationId: string
  args: unknown[]
  scenario: string
  httpStatus: number
  result?: unknown
  /** Name of the error class. */
  error?: string
}

/** What the contract is told from outside. */
export interface Settings {
  /** The packed mock server. */
  mockUrl: string
  /** Answers that no mock of the document gives; see `answers.ts`. */
  answersUrl: string
  /** Where nothing listens. */
  closedUrl: string
  examples: Example[]
  /** Each `status` of the document that is a failure. */
  failingStatuses: string[]
  institutionTypes: string[]
  /** Whether the client must refuse to start. */
  isBrowser: boolean
  /** Whether MESH_CLIENT_ID, MESH_CLIENT_SECRET and MESH_BASE_URL are set and may be read. */
  hasVariables: boolean
}

/** How one clause of the contract went. */
export interface Outcome {
  clause: string
  /** Why it does not hold; undefined where it does. */
  failure?: string
}
