import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

// The build puts it there; this module lies as deep in `src` as in `dist`.
const compressed = new URL('../../dist/reference-page/scalar.js.br', import.meta.url)

/** Scalar's bundle, as small as the client takes it. */
export async function readRenderer(
  acceptEncoding: string | undefined,
): Promise<{ headers: Record<string, string>; body: Uint8Array }> {
  const body = await readFile(compressed)
  const headers = { Vary: 'Accept-Encoding' }
  if (/(?:^|,)\s*br\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(acceptEncoding ?? '')) {
    return { headers: { ...headers, 'Content-Encoding': 'br' }, body }
  }
  return { headers, body: await promisify(brotliDecompress)(body) }
}
