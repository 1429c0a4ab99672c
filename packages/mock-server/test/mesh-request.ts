import { document } from '@mesh-balance/openapi'

// biome-ignore lint/suspicious/noExplicitAny: the document is plain data here, because its type changes with each addition to it.
type Data = any

const root: Data = document

function resolve(node: Data): Data {
  if (typeof node?.$ref !== 'string') return node
  const keys: string[] = node.$ref.split('/').slice(1)
  return resolve(keys.reduce((parent, key) => parent[key.replaceAll('~1', '/').replaceAll('~0', '~')], root))
}

export const balancePath = '/api/v1/balance/get'
const pathItem = root.paths[balancePath]
const operation = pathItem.post
export const operationId: string = operation.operationId
export const responseKeys: string[] = Object.keys(operation.responses)
export const wrongMethods: string[] = ['GET', 'PUT', 'PATCH', 'DELETE'].filter((method) => !(method.toLowerCase() in pathItem))

const [requestExample]: Data[] = Object.values(resolve(operation.requestBody).content['application/json'].examples)
export const validBody: { authToken: string; type: string } = resolve(requestExample).value
export const validBodySummary: string = resolve(requestExample).summary

export const credentials: Record<string, string> = { 'X-Client-Id': 'example-id', 'X-Client-Secret': 'example-secret' }
export const json: Record<string, string> = { 'Content-Type': 'application/json' }

export interface RequestParts {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer> | ReadableStream | null
}

/** A valid request, but for the parts that are given. A request that is never answered fails its test. */
export function send(url: string, parts: RequestParts = {}): Promise<Response> {
  const { method = 'POST', path = balancePath, headers = { ...credentials, ...json }, body = JSON.stringify(validBody) } = parts
  return fetch(`${url}${path}`, {
    method,
    headers,
    ...(body !== null && { body }),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
    signal: AbortSignal.timeout(20_000),
  })
}

export interface NamedExample {
  name: string
  httpStatus: number
  summary: string
  value: unknown
}

/** The scenarios of the operation, read from the document by other means than the package's own. */
export const namedExamples: NamedExample[] = Object.entries<Data>(operation.responses).flatMap(([key, response]) =>
  Object.entries<Data>(resolve(response).content?.['application/json']?.examples ?? {}).map(([name, reference]) => {
    const { value, summary, description, 'x-http-status': own } = resolve(reference)
    const httpStatus = /^\d+$/.test(key) ? Number(key) : (own ?? (key === 'default' ? 500 : Number(`${key[0]}00`)))
    return { name, httpStatus, summary: summary ?? description ?? '', value }
  }),
)

export function firstExample(httpStatus: number): NamedExample | undefined {
  return namedExamples.find((example) => example.httpStatus === httpStatus)
}

/** What an invalid request gets: the example of the first of these statuses that has a response of its own. */
export function refusal(...httpStatuses: number[]): NamedExample | undefined {
  return firstExample(httpStatuses.find((httpStatus) => responseKeys.includes(String(httpStatus))) ?? 0)
}

/** As an error lists them. */
export function namesOf(scenarios: readonly { name: string }[]): string {
  return [...new Set(scenarios.map(({ name }) => name))].join(', ')
}
