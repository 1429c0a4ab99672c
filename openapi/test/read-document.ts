import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

// biome-ignore lint/suspicious/noExplicitAny: tests look at any place of the document, and fail where it is not what they expect
export type Document = any

/** The document as it stands, not as it was last built. */
export const readDocument = (): Document => parse(readFileSync(new URL('../mesh-balance.yaml', import.meta.url), 'utf8'))
