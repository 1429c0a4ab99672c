import { diffDocuments } from '../src/index.js'

export type Json = Record<string, unknown>

/** One operation that sends a schema and receives another. */
export function api(request: unknown, response: unknown, more: { openapi?: string; schemas?: Json } = {}): Json {
  return {
    openapi: more.openapi ?? '3.1.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: {
      '/pets': {
        post: {
          operationId: 'addPet',
          ...(request !== undefined && { requestBody: { content: { 'application/json': { schema: request } } } }),
          responses: { '200': { description: 'Done', content: { 'application/json': { schema: response } } } },
        },
      },
    },
    ...(more.schemas && { components: { schemas: more.schemas } }),
  }
}

/** One operation that sends a query parameter and receives a header. */
export function flat(parameter: unknown, header: unknown): Json {
  const responses = { '200': { description: 'Done', headers: { 'X-Rate': { schema: header } } } }
  return {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: { '/pets': { get: { parameters: [{ name: 'limit', in: 'query', schema: parameter }], responses } } },
  }
}

/** What is found, as lines such as "major request-property-removed", patches of texts and all. */
export async function found(old: object, next: object, options?: { strict: boolean }): Promise<string[]> {
  const { changes } = await diffDocuments(old, next, options)
  return changes.map(({ level, id }) => `${level} ${id}`)
}

/** A copy with one edit. What was one object in two places is two objects in the copy, as if it had been read from a file. */
export function edited(document: Json, edit: (copy: Json) => void): Json {
  const copy: Json = JSON.parse(JSON.stringify(document))
  edit(copy)
  return copy
}
