import { covers, isJson, isMediaType } from './media-type.js'
import type { PrismOperation } from './prism-operations.js'

/** Larger ones are refused. */
export const maxBodyBytes: number = 10 * 1024 * 1024

/** What is wrong with a body before Prism can look at it. */
export interface BodyViolation {
  readonly code: string | number
  readonly message: string
}

export type RequestBody = { readonly value: unknown } | { readonly violation: BodyViolation }

/** The body as Prism wants it, or what is wrong with it that Prism does not see. Messages quote nothing of the request. */
export function readRequestBody(
  { request }: PrismOperation,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): RequestBody {
  const contentType = headers['content-type']
  if (contentType !== undefined && !isMediaType(contentType)) {
    return unsupported('The content type is not a media type')
  }
  if (body.byteLength === 0) return { value: undefined }
  if (!/^\s*(identity)?\s*$/i.test(headers['content-encoding'] ?? '')) {
    return unsupported('The content encoding is not supported, send the body without one')
  }
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) return unsupported('Supported charsets: utf-8,us-ascii')

  const listed = (request?.body?.contents ?? []).map(({ mediaType }) => mediaType)
  if (contentType !== undefined && listed.length > 0 && !listed.some((mediaType) => covers(mediaType, contentType))) {
    return unsupported(`Supported content types: ${listed.join(',')}`)
  }
  const json = contentType !== undefined && isJson(contentType)
  try {
    const text = new TextDecoder('utf-8', { fatal: json }).decode(body)
    return { value: json ? JSON.parse(text) : text }
  } catch {
    // The parser's own message would quote the body.
    return { violation: { code: 'json', message: 'Request body is not valid JSON' } }
  }
}

function unsupported(message: string): RequestBody {
  return { violation: { code: 415, message } }
}
