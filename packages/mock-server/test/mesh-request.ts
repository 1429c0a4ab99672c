import { document } from '@mesh-balance/openapi'

export const balancePath = '/api/v1/balance/get'
const operation = document.paths[balancePath].post
export const validBody: { authToken: string; type: string } =
  operation.requestBody.content['application/json'].examples.coinbase.value

export const credentials: Record<string, string> = { 'X-Client-Id': 'example-id', 'X-Client-Secret': 'example-secret' }
export const json: Record<string, string> = { 'Content-Type': 'application/json' }

export interface RequestParts {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string | ReadableStream | null
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
  value: unknown
}

/** Read from the document by other means than the package's own. */
export const namedExamples: NamedExample[] = Object.entries(operation.responses).flatMap(([key, reference]) => {
  const response =
    '$ref' in reference
      ? document.components.responses[reference.$ref.split('/').at(-1) as keyof typeof document.components.responses]
      : reference
  return Object.entries(response.content['application/json'].examples).map(([name, example]) => ({
    name,
    httpStatus: key === 'default' && 'x-http-status' in example ? Number(example['x-http-status']) : Number(key),
    value: example.value,
  }))
})
