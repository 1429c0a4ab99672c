import { isDeepStrictEqual } from 'node:util'

// biome-ignore lint/suspicious/noExplicitAny: any OpenAPI document, which is looked at as it stands
type Node = any

/** An example of the document that a call of the client must meet: as its result, or as an error of a class. */
export interface ContractCase {
  operationId: string
  /** First argument of the method, from the examples of the request. */
  input: unknown
  scenario: string
  httpStatus: number
  result?: unknown
  /** Name of the error class. */
  error?: string
  envelope: Node
}

/** Every named example of every response in the document. */
export const contractOf = (document: Node): ContractCase[] => {
  const resolve = (node: Node): Node =>
    node?.$ref === undefined
      ? node
      : resolve(
          node.$ref
            .slice(2)
            .split('/')
            .reduce((value: Node, part: string) => value[part.replaceAll('~1', '/').replaceAll('~0', '~')], document),
        )

  const inputOf = (path: Node, operation: Node): unknown => {
    const media = resolve(operation.requestBody)?.content['application/json']
    const body = resolve(Object.values<Node>(media?.examples ?? {})[0])?.value ?? media?.example
    const parameters: Record<string, Record<string, unknown>> = { path: {}, query: {} }
    for (const parameter of [...(path.parameters ?? []), ...(operation.parameters ?? [])].map(resolve)) {
      const schema = resolve(parameter.schema)
      const example = parameter.example ?? resolve(Object.values<Node>(parameter.examples ?? {})[0])?.value
      const value = example ?? schema.example ?? schema.examples?.[0] ?? schema.default ?? schema.enum?.[0]
      const group = parameters[parameter.in]
      if (group && value !== undefined) group[parameter.name] = value
    }
    const hasParameters = Object.values(parameters).some((group) => Object.keys(group).length > 0)
    if (!hasParameters) return body
    return body === undefined ? { ...parameters['path'], ...parameters['query'] } : { body, ...parameters }
  }

  const reconnectWhen: Node[] = Object.values<Node>(document.components.schemas).flatMap(
    (schema) => schema['x-reconnect-when'] ?? [],
  )
  const statuses: Record<string, { httpStatus: number }> = Object.assign(
    {},
    ...Object.values<Node>(document.components.schemas)
      .map((schema) => schema['x-enum-details'])
      .filter((details) => details?.ok?.httpStatus === 200),
  )

  const errorOf = (httpStatus: number, value: Node): string => {
    if (httpStatus === 401) return 'AuthenticationError'
    if (
      reconnectWhen.some((shape) => Object.entries(shape).every(([field, wanted]) => isDeepStrictEqual(value?.[field], wanted)))
    ) {
      return 'ReconnectRequiredError'
    }
    const byHttpStatus = Object.entries(statuses).find(([, details]) => details.httpStatus === httpStatus)?.[0]
    const status: string = value?.status ?? byHttpStatus ?? 'unknown'
    return `${status.charAt(0).toUpperCase()}${status.slice(1)}Error`
  }

  const expectationOf = (httpStatus: number, schema: Node, value: Node): Pick<ContractCase, 'result' | 'error'> => {
    if (httpStatus >= 400) return { error: errorOf(httpStatus, value) }
    const properties = resolve(schema)?.properties ?? {}
    if (!('status' in properties)) return { result: value }
    if (value.status !== 'ok') return { error: errorOf(httpStatus, value) }
    if (!('content' in properties)) return { result: value }
    return value.content == null ? { error: 'MeshInvalidResponseError' } : { result: value.content }
  }

  return Object.values<Node>(document.paths).flatMap((path) =>
    ['get', 'put', 'post', 'delete', 'patch'].flatMap((method) => {
      const operation = path[method]
      return Object.entries<Node>(operation?.responses ?? {}).flatMap(([response, node]) => {
        const { schema, examples } = resolve(node).content?.['application/json'] ?? {}
        return Object.entries<Node>(examples ?? {}).map(([scenario, reference]) => {
          const example = resolve(reference)
          const httpStatus: number = response === 'default' ? (example['x-http-status'] ?? 500) : Number(response)
          return {
            operationId: operation.operationId,
            input: inputOf(path, operation),
            scenario,
            httpStatus,
            envelope: example.value,
            ...expectationOf(httpStatus, schema, example.value),
          }
        })
      })
    }),
  )
}
