import { request } from 'node:http'

export interface RawAnswer {
  httpStatus: number
  statusMessage: string
  rawHeaders: string[]
  body: Buffer
}

export interface RawRequest {
  method?: string
  /** As it stands in the request line. */
  target: string
  /** Name, value, name, value. */
  headers?: string[]
  body?: string | Uint8Array
}

/** Sends headers as they are written, and gives them as they came. */
export function rawRequest(url: string, { method = 'GET', target, headers = [], body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: target, headers: ['Host', host, ...headers], agent: false })
    sent.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = []
      const { statusCode: httpStatus = 0, statusMessage = '', rawHeaders } = response
      response
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', reject)
        .on('end', () => resolve({ httpStatus, statusMessage, rawHeaders, body: Buffer.concat(chunks) }))
    })
    sent.end(body)
  })
}
