/** RFC 9110, 7.6.1, and what older software has made of it. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/**
 * Raw headers (name, value, name, value) as they came, repeated ones included, without those of the one connection and without those left out.
 */
export function endToEndHeaders(rawHeaders: readonly string[], leftOut: readonly string[] = []): string[] {
  const pairs = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []))
  const ofConnection = pairs.flatMap(([name, value]) =>
    name.toLowerCase() === 'connection' ? value.split(',').map((option) => option.trim().toLowerCase()) : [],
  )
  // The length is the body's, whatever the connection says.
  const removed = new Set([...hopByHop, ...ofConnection.filter((name) => name !== 'content-length'), ...leftOut])
  return pairs.filter(([name]) => !removed.has(name.toLowerCase())).flat()
}

/** Names in lower case; what comes more than once is one value with commas. */
export function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const joined = new Map<string, string>()
  rawHeaders.forEach((name, index) => {
    if (index % 2 === 1) return
    const key = name.toLowerCase()
    const value = rawHeaders[index + 1] ?? ''
    const earlier = joined.get(key)
    joined.set(key, earlier === undefined ? value : `${earlier}, ${value}`)
  })
  return Object.fromEntries(joined)
}
