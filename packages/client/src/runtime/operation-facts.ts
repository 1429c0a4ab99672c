import type { InputShape } from './input.js'

/** What the document knows of an operation, and the runtime must. */
export interface OperationFacts {
  /** How the first argument of the method is made up. */
  readonly input: InputShape
  /** What the method resolves to: the envelope's content, the envelope, or a body that is no envelope. */
  readonly result: 'content' | 'envelope' | 'body'
  /** Names of the fields of the body that hold a secret. */
  readonly secrets: readonly string[]
  /** Whether a second try changes nothing, so that the client may make one. */
  readonly safeToRepeat: boolean
}
