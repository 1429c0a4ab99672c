import { isDeepStrictEqual } from 'node:util'

// biome-ignore lint/suspicious/noExplicitAny: any OpenAPI document, which is looked at as it stands
type Node = any

/** An example of the document that a call of the client must meet: as its result, or as an error of a class. */
export interface ContractCase {
  operationId: string
  /** Arguments of the method, from the examples of the request. */
  args: unknown[]
  scenario: string
  httpStatus: number
  result?: unknown
  /** Name of the error class. */
  error?: string
  envelope: Node
}

/** Every named example of every response in the document. */
export const contractOf = (document: Node): ContractCase[] => {
  const at = (pointer: string): Node =>
    pointer
      .split('/')
      .slice(1)
      .reduce((value: Node, part) => value?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document)
  const resolve = (node: Node): Node => (node?.$ref === undefined ? node : resolve(at(node.$ref.slice(1))))

  /** A schema with all that it is composed of. */
  const partsOf = (schema: Node): Node[] => {
    const { allOf = [], oneOf = [], anyOf = [] } = resolve(schema) ?? {}
    return [resolve(schema) ?? {}, ...[...allOf, ...oneOf, ...anyOf].flatMap(partsOf)]
  }
  const propertyOf = (schema: Node, name: string): Node[] =>
    partsOf(schema).flatMap((part) => (part.properties?.[name] === undefined ? [] : [part.properties[name]]))

  const argumentsOf = (path: Node, operation: Node): unknown[] => {
    const [media] = Object.values<Node>(resolve(operation.requestBody)?.content ?? {})
    const body = resolve(Object.values<Node>(media?.examples ?? {})[0])?.value ?? media?.example
    const parameters: Record<string, Record<string, unknown>> = { path: {}, query: {}, header: {} }
    for (const parameter of [...(path.parameters ?? []), ...(operation.parameters ?? [])].map(resolve)) {
      const schema = resolve(parameter.schema) ?? {}
      const example = parameter.example ?? resolve(Object.values<Node>(parameter.examples ?? {})[0])?.value
      const value = example ?? schema.example ?? schema.examples?.[0] ?? schema.default ?? schema.enum?.[0]
      const group = parameters[parameter.in]
      if (group && value !== undefined) group[parameter.name] = value
    }
    const { path: inPath, query, header } = parameters
    const options = { headers: header }
    const hasParameters = Object.keys({ ...inPath, ...query }).length > 0
    if (!hasParameters) return body === undefined ? [options] : [body, options]
    return [body === undefined ? { ...inPath, ...query } : { body, path: inPath, query }, options]
  }

  const schemas = Object.values<Node>(document.components?.schemas ?? {})
  const reconnectWhen: Node[] = schemas.flatMap((schema) => schema['x-reconnect-when'] ?? [])
  const statuses: Record<string, { httpStatus: number }> = Object.assign(
    {},
    ...schemas.map((schema) => schema['x-enum-details']).filter((details) => details?.ok?.httpStatus === 200),
  )

  const errorOf = (httpStatus: number, value: Node): string => {
    if (httpStatus === 401) return 'AuthenticationError'
    const isShape = (shape: Node) => Object.entries(shape).every(([field, wanted]) => isDeepStrictEqual(value?.[field], wanted))
    if (reconnectWhen.some(isShape)) return 'ReconnectRequiredError'
    const byHttpStatus =
      httpStatus >= 500 ? 'serverFailure' : Object.entries(statuses).find(([, details]) => details.httpStatus === httpStatus)?.[0]
    const told = typeof value?.status === 'string' && value.status !== 'ok' ? value.status : undefined
    const status: string = told ?? byHttpStatus ?? 'unknown'
    return `${status.charAt(0).toUpperCase()}${status.slice(1)}Error`
  }

  const expectationOf = (httpStatus: number, schema: Node, value: Node): Pick<ContractCase, 'result' | 'error'> => {
    if (httpStatus >= 400) return { error: errorOf(httpStatus, value) }
    const isEnvelope = propertyOf(schema, 'status').some((status) => partsOf(status).some((part) => part.enum?.includes('ok')))
    if (!isEnvelope) return { result: value }
    if (value.status !== 'ok') return { error: errorOf(httpStatus, value) }
    if (propertyOf(schema, 'content').length === 0) return { result: value }
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
            args: argumentsOf(path, operation),
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
