import { createLogger } from '@stoplight/prism-core'
import { createInstance, type IHttpConfig, type IHttpRequest } from '@stoplight/prism-http'
import type { PrismOperation } from './prism-operations.js'

export type Prism = ReturnType<typeof createInstance>
type PrismComponents = Parameters<typeof createInstance>[1]

export const prismConfig: IHttpConfig = {
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
}

const silent = createLogger('mesh-mock', { level: 'silent' })
/** Prism logs headers and bodies, secrets included. It makes a child of its logger for each request, which costs more than the logging. */
const logger = Object.assign(silent, { child: () => silent })

/** Prism for one operation, which is found already. */
export function createPrism(components: Omit<PrismComponents, 'logger' | 'route'> = {}): Prism {
  return createInstance(prismConfig, {
    ...components,
    logger,
    route: ({ resources: [operation] }) =>
      operation
        ? { _tag: 'Right', right: operation }
        : { _tag: 'Left', left: new Error('Prism was asked without an operation.') },
  })
}

const routingConfig: IHttpConfig = { ...prismConfig, checkSecurity: false, validateRequest: false, validateResponse: false }

/**
 * Prism does not export its router, but hands the operation that it finds to the component that mocks.
 * @throws ProblemJsonError 404 or 405
 */
export async function routeByPrism(operations: PrismOperation[], input: IHttpRequest): Promise<PrismOperation> {
  let found: PrismOperation | undefined
  const prism = createInstance(routingConfig, {
    logger,
    mock: ({ resource }) => {
      found = resource
      return () => ({ _tag: 'Right', right: { statusCode: 204 } })
    },
  })
  const result = await prism.request(input, operations)()
  if (result._tag === 'Left') throw result.left
  if (!found) throw new Error('Prism has answered without an operation.')
  return found
}
