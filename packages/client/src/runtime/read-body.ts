import type { TransportResponse } from './transport.js'

/** The body is larger than it may be, or is no text. */
export class BodyError extends Error {}

/**
 * Reads a body as text. Bytes are counted as they come, after decompression, so that neither a lie about the length nor a small body
 * that unpacks to a large one fills the memory.
 *
 * @throws BodyError
 */
export const readBody = async ({ body }: TransportResponse, maxBytes: number): Promise<string> => {
  if (!body) return ''
  // Strict, because a replaced character could be part of an amount or of a currency.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = body.getReader()
  let bytes = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (!done) bytes += value.byteLength
    if (bytes > maxBytes) {
      // Not waited for: it may never end.
      reader.cancel().catch(() => {})
      throw new BodyError(`a body of more than ${maxBytes} bytes (maxResponseBytes)`)
    }
    try {
      text += done ? decoder.decode() : decoder.decode(value, { stream: true })
    } catch {
      reader.cancel().catch(() => {})
      throw new BodyError('a body that is not UTF-8')
    }
    if (done) return text
  }
}
