export interface ReadAhead {
  /** All of it; undefined where it is larger than the limit. */
  readonly whole: Uint8Array | undefined
  /** All of it, what was read and what is still to come. */
  readonly stream: AsyncIterable<Uint8Array>
}

/** Reads a stream to its end or over the limit, whichever comes first. */
export async function readAhead(source: AsyncIterable<Uint8Array>, limit: number): Promise<ReadAhead> {
  const iterator = source[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  let length = 0
  while (length <= limit) {
    const { done, value } = await iterator.next()
    if (done) {
      const whole = Buffer.concat(chunks)
      return { whole, stream: streamOf([whole]) }
    }
    chunks.push(value)
    length += value.byteLength
  }
  return { whole: undefined, stream: streamOf(chunks, iterator) }
}

async function* streamOf(chunks: readonly Uint8Array[], rest?: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks
  if (rest) yield* { [Symbol.asyncIterator]: () => rest }
}
