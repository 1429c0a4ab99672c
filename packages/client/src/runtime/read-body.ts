import type { TransportResponse } from './transport.js'

/** The body is larger than it may be, or is no text. */
export class BodyError extends Error {}

/**
 * Reads a body as text. Bytes are counted as they come, after decompression, so that neither a lie about the length nor a small body
 * that unpacks to a large one fills the memory.
 *
 * @throws BodyError
 */
export const readBody = async ({ body }: TransportResponse, maxBytes: number, signal: AbortSignal): Promise<string> => {
  if (!body) return ''
  // Strict, because a replaced character could be part of an amount or of a currency.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = body.getReader()
  // Not waited for: a body may never end. A transport may not heed the signal.
  const cancel = () => void reader.cancel().catch(() => {})
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel)
  let bytes = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (!done) bytes += value.byteLength
    if (bytes > maxBytes) {
      cancel()
      throw new BodyError(`a body of more than ${maxBytes} bytes (maxResponseBytes)`)
    }
    try {
      text += done ? decoder.decode() : decoder.decode(value, { stream: true })
    } catch {
      cancel()
      throw new BodyError('a body that is not UTF-8')
    }
    if (done) return text
  }
}
