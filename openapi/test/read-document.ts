import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

// biome-ignore lint/suspicious/noExplicitAny: tests look at any place of the document, and fail where it is not what they expect
export type Document = any

/** The document as it stands, not as it was last built. */
export const readDocument = (): Document => parse(readFileSync(new URL('../mesh-balance.yaml', import.meta.url), 'utf8'))

/** A name as it stands in a JSON pointer. */
export const escapePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')

/** The names in a JSON pointer. */
export const parts = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

/** What stands at a JSON pointer; undefined where there is nothing. */
export const at = (document: Document, pointer: string): Document =>
  parts(pointer).reduce((value, part) => value?.[part], document)

/** A node itself, or what its `$ref` leads to. */
export const resolve = (document: Document, node: Document): Document =>
  node?.$ref === undefined ? node : resolve(document, at(document, node.$ref.slice(1)))
