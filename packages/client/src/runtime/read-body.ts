/** Strict, because a replaced character could be part of an amount or of a currency. */
const strictDecoder = (): TextDecoder => new TextDecoder('utf-8', { fatal: true })
const decoder = /* @__PURE__ */ strictDecoder()

/** Text of a body; undefined where it is no text. */
export const textOf = (chunks: readonly Uint8Array[]): string | undefined => {
  try {
    // Nearly every answer is one chunk. What is left of several belongs to them alone.
    if (chunks.length < 2) return decoder.decode(chunks[0])
    const own = strictDecoder()
    return chunks.map((chunk) => own.decode(chunk, { stream: true })).join('') + own.decode()
  } catch {
    return undefined
  }
}
