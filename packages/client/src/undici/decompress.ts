// biome-ignore lint/style/noRestrictedImports: undici runs on Node alone, and so does this folder
import { pipeline, Readable, type Transform } from 'node:stream'
// biome-ignore lint/style/noRestrictedImports: undici runs on Node alone, and so does this folder
import zlib from 'node:zlib'
import type { BodyReader, TransportBody } from '../runtime/transport.js'

// Flushed as they come, because servers leave out the last bytes; `fetch` and curl allow it, too.
const gzip = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }
const brotli = { flush: zlib.constants.BROTLI_OPERATION_FLUSH, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }

const decoders = new Map<string, () => Transform>([
  ['gzip', () => zlib.createGunzip(gzip)],
  ['x-gzip', () => zlib.createGunzip(gzip)],
  ['deflate', () => zlib.createInflate(gzip)],
  ['br', () => zlib.createBrotliDecompress(brotli)],
])

/** A body as it was before its server packed it, once. In an encoding that is not known it stays as it is. */
export const decompress = (body: TransportBody, encoding: string | null): TransportBody => {
  const decoder = encoding === null ? undefined : decoders.get(encoding.trim().toLowerCase())
  if (decoder === undefined) return body
  // Who reads is told of a failure by the stream itself.
  return Readable.toWeb(pipeline(chunksOf(body.getReader()), decoder(), () => {}))
}

async function* chunksOf(reader: BodyReader): AsyncGenerator<Uint8Array, void> {
  try {
    for (let next = await reader.read(); next.value; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}
