import type { OpenApiDocument } from './open-api-document.js'

/** Whether a response, by the key that holds it, may come without the body that the document describes (`x-may-be-empty`). */
export type MayBeEmpty = (operation: { readonly method: string; readonly path: string }, responseKey: string) => boolean

/** Of the document as it is now: it may be changed afterwards. */
export function mayBeEmptyIn(document: OpenApiDocument): MayBeEmpty {
  const marked = new Set(
    document.operations.flatMap(({ method, path, responses }) =>
      Object.entries(responses)
        .filter(([, response]) => document.resolve(response)['x-may-be-empty'] === true)
        .map(([key]) => `${method} ${path} ${key}`),
    ),
  )
  return ({ method, path }, responseKey) => marked.has(`${method} ${path} ${responseKey}`)
}
