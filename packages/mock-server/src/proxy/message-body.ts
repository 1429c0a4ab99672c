import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { covers, essence, isJson, isMediaType } from '../engine/media-type.js'
import { type Finding, finding } from './finding.js'

/** Larger bodies pass, but are not looked at. */
export const maxCheckedBytes: number = 10 * 1024 * 1024

/** A message as it came. */
export interface Message {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Undefined where it is larger than `maxCheckedBytes`. */
  readonly body: Uint8Array | undefined
}

export type MessageBody<Content> =
  | { readonly is: 'empty' }
  | { readonly is: 'wrong'; readonly finding: Finding }
  /** Of a type that a schema cannot be held against, such as a picture. */
  | { readonly is: 'opaque' }
  | { readonly is: 'readable'; readonly value: unknown; readonly content: Content; readonly mediaType: string }

/** The body as Prism wants it, found by the content types that the document lists; none listed allow any. */
export async function readMessageBody<Content extends { readonly mediaType: string }>(
  { headers, body }: Message,
  listed: readonly Content[],
): Promise<MessageBody<Content>> {
  if (body?.byteLength === 0) return { is: 'empty' }
  if (listed.length === 0) return { is: 'opaque' }
  const contentType = headers['content-type']
  const content = contentType === undefined || !isMediaType(contentType) ? undefined : mostFitting(listed, contentType)
  if (contentType === undefined || content === undefined) {
    const wanted = listed.map(({ mediaType }) => mediaType).join(', ')
    return wrong(['header', 'content-type'], 'content-type', `is not one that the document lists: ${wanted}`)
  }
  const mediaType = essence(contentType)
  const json = isJson(mediaType)
  if (!json && !/^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)$/.test(mediaType)) return { is: 'opaque' }
  if (body === undefined) return tooLarge

  const decoded = await decode(body, headers['content-encoding'])
  if ('is' in decoded) return decoded
  try {
    const text = new TextDecoder('utf-8', { fatal: json }).decode(decoded.bytes)
    return { is: 'readable', value: json ? JSON.parse(text) : text, content, mediaType }
  } catch {
    // The parser's own message would quote the body.
    return wrong(['body'], 'json', 'is not valid JSON')
  }
}

type Wrong = MessageBody<never> & { readonly is: 'wrong' }

function wrong(...parts: Parameters<typeof finding>): Wrong {
  return { is: 'wrong', finding: finding(...parts) }
}

const tooLarge = wrong(['body'], 'too-large', `is larger than ${maxCheckedBytes} bytes, so it was not checked`)

function mostFitting<Content extends { readonly mediaType: string }>(
  listed: readonly Content[],
  contentType: string,
): Content | undefined {
  const wildcards = (mediaType: string) => mediaType.split('*').length
  return listed
    .filter(({ mediaType }) => covers(mediaType, contentType))
    .sort((one, other) => wildcards(one.mediaType) - wildcards(other.mediaType))[0]
}

type Decoder = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>

const decoders: Record<string, Decoder> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  // Missing in the first releases of Node 22.
  ...(zstdDecompress && { zstd: promisify(zstdDecompress) }),
}

async function decode(bytes: Uint8Array, contentEncoding = ''): Promise<{ bytes: Uint8Array } | Wrong> {
  const encodings = contentEncoding
    .split(',')
    .map((encoding) => encoding.trim().toLowerCase())
    .filter((encoding) => encoding !== '' && encoding !== 'identity')
  let decoded = bytes
  for (const encoding of encodings.reverse()) {
    const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined
    if (!decoder) return wrong(['header', 'content-encoding'], 'content-encoding', 'is not known, so the body was not checked')
    try {
      decoded = await decoder(decoded, { maxOutputLength: maxCheckedBytes })
    } catch (error) {
      const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
      return isLarge ? tooLarge : wrong(['body'], 'content-encoding', 'is not encoded as the header says')
    }
  }
  return { bytes: decoded }
}
