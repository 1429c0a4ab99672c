/** One file of a document. */
export interface SourceFile {
  /** How messages call it: the path as seen from the working directory. */
  readonly name: string
  /** How places call it: the path as seen from the document that leads to it; empty for that document. */
  readonly address: string
  /** Absolute path; undefined for a document that was given as an object. */
  readonly path: string | undefined
  readonly content: unknown
}
