import { type IHttpRequest, ProblemJsonError } from '@stoplight/prism-http'
import { routeByPrism } from '../engine/prism.js'
import type { PrismOperation } from '../engine/prism-operations.js'

type Method = IHttpRequest['method']

export interface Found {
  /** Undefined where the document has no such method, or no such path. */
  readonly operation?: PrismOperation
  /** As the document writes it; undefined where it has no such path. */
  readonly path?: string
}

/** The operation of a request: HEAD is GET without the body, where the document does not say otherwise. */
export async function findOperation(operations: PrismOperation[], method: string, path: string): Promise<Found> {
  const wanted = method.toLowerCase() as Method
  const operation =
    (await search(operations, wanted, path)) ?? (wanted === 'head' ? await search(operations, 'get', path) : undefined)
  if (operation) return { operation, path: operation.path }
  for (const other of new Set(operations.map((each) => each.method as Method))) {
    const neighbour = await search(operations, other, path)
    if (neighbour) return { path: neighbour.path }
  }
  return {}
}

async function search(operations: PrismOperation[], method: Method, path: string): Promise<PrismOperation | undefined> {
  try {
    return await routeByPrism(operations, { method, url: { path } })
  } catch (error) {
    if (error instanceof ProblemJsonError || error instanceof URIError) return undefined
    throw error
  }
}
