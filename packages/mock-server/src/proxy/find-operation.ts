import { createLogger } from '@stoplight/prism-core'
import { createInstance, type IHttpConfig, type IHttpRequest } from '@stoplight/prism-http'
import type { PrismOperation } from '../prism-operations.js'

type Method = IHttpRequest['method']

const config: IHttpConfig = {
  checkSecurity: false,
  validateRequest: false,
  validateResponse: false,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
}

// Prism logs headers and bodies, secrets included.
const logger = createLogger('mesh-mock', { level: 'silent' })

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

/** Prism does not export its router, but hands the operation that it finds to the component that mocks. */
async function search(operations: PrismOperation[], method: Method, path: string): Promise<PrismOperation | undefined> {
  let found: PrismOperation | undefined
  await createInstance(config, {
    logger,
    mock: ({ resource }) => {
      found = resource
      return () => ({ _tag: 'Right', right: { statusCode: 204 } })
    },
  }).request({ method, url: { path } }, operations)()
  return found
}
