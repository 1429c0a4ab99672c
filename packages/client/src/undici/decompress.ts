// biome-ignore lint/style/noRestrictedImports: undici runs on Node alone, and so does this folder
import { pipeline, Readable, type Transform } from 'node:stream'
// biome-ignore lint/style/noRestrictedImports: undici runs on Node alone, and so does this folder
import zlib from 'node:zlib'
import type { BodyReader, TransportBody } from '../runtime/transport.js'

// Flushed as they come, because servers leave out the last bytes; `fetch` and curl allow it, too.
const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants
// No chunk is asked for before the last one is unpacked.
const oneByOne = { writableHighWaterMark: 1 }
const gzip = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH, ...oneByOne }
const brotli = { flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH, ...oneByOne }

const decoders = new Map<string, () => Transform>([
  ['gzip', () => zlib.createGunzip(gzip)],
  ['x-gzip', () => zlib.createGunzip(gzip)],
  ['deflate', () => zlib.createInflate(gzip)],
  ['br', () => zlib.createBrotliDecompress(brotli)],
])

/** As many as `fetch` takes: each one more would unpack a thousand times as much. */
const MOST_ENCODINGS = 5

/** A body as it was before its server packed it. In an encoding that is not known it stays as it is. */
export const decompress = (body: TransportBody, encoding: string | null): TransportBody => {
  if (encoding === null) return body
  // The last one was put on last.
  const names = encoding.toLowerCase().split(',').reverse()
  const known = names.map((name) => decoders.get(name.trim())).filter((decoder) => decoder !== undefined)
  if (known.length < names.length || names.length > MOST_ENCODINGS) return body
  // Not by way of `Readable.from`, which reads ahead.
  const packed: AsyncIterable<Uint8Array> = chunksOf(body.getReader())
  // Who reads is told of a failure by the stream itself.
  return Readable.toWeb(known.reduce((stream, decoder) => pipeline(stream, decoder(), () => {}), packed) as Transform)
}

async function* chunksOf(reader: BodyReader): AsyncGenerator<Uint8Array, void> {
  try {
    for (let next = await reader.read(); next.value; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}
