import { type IHttpRequest, ProblemJsonError } from '@stoplight/prism-http'
import { routeByPrism } from './prism.js'
import type { PrismOperation } from './prism-operations.js'
import { RequestProblem } from './request-problem.js'

type Method = IHttpRequest['method']

/** @throws RequestProblem 404 or 405, with the routes that are known. */
export type OperationRouter = (input: IHttpRequest) => Promise<PrismOperation>

/** More would hide what the message is about. */
const mostListed = 20

export function createOperationRouter(operations: PrismOperation[]): OperationRouter {
  // A path without parameters wins over all others, so it needs no search.
  const exact = new Map(
    operations.filter(({ path }) => !path.includes('{')).map((operation) => [`${operation.method} ${operation.path}`, operation]),
  )

  async function find(input: IHttpRequest): Promise<PrismOperation | 'no path' | 'no method'> {
    try {
      return await routeByPrism(operations, input)
    } catch (error) {
      if (!(error instanceof ProblemJsonError)) throw error
      return error.status === 405 ? 'no method' : 'no path'
    }
  }

  async function methodsOf(path: string): Promise<string[]> {
    const methods = [...new Set(operations.map(({ method }) => method))]
    const found = await Promise.all(methods.map((method) => find({ method: method as Method, url: { path } })))
    return methods.filter((_, index) => typeof found[index] === 'object').map((method) => method.toUpperCase())
  }

  function known(): string {
    const routes = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    const more = routes.length > mostListed ? `, and ${routes.length - mostListed} more` : ''
    return `Known are: ${routes.slice(0, mostListed).join(', ')}${more}.`
  }

  return async (input) => {
    const { method, url } = input
    const found = exact.get(`${method} ${url.path}`) ?? (await find(input))
    if (typeof found === 'object') return found
    if (found === 'no path') throw new RequestProblem(404, 'Route not found', `There is no route ${url.path}. ${known()}`)
    throw new RequestProblem(405, 'Method not allowed', `The route ${url.path} has no ${method.toUpperCase()}. ${known()}`, {
      Allow: (await methodsOf(url.path)).join(', '),
    })
  }
}
