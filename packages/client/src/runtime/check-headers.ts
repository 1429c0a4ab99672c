import { MeshConfigError } from './errors/mesh-config-error.js'

/** Headers that belong to the transport; a wrong one would make the server wait for the rest of a body. */
const OF_TRANSPORT = /^(content-length|host|transfer-encoding)$/

/**
 * Headers as they can be sent, names in lower case. Checked here, because a transport that refuses a value quotes it.
 *
 * @throws MeshConfigError that never quotes a value
 */
export const checkHeaders = (
  operation: string,
  headers: Readonly<Record<string, unknown>>,
  credentials: Readonly<Record<string, string>>,
): Record<string, string> => {
  const result: Record<string, string> = {}
  const refuse = (header: string) => new MeshConfigError(`${operation} cannot send ${header}.`)
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase()
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name)) throw refuse('a header of such a name')
    if (typeof text !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) throw refuse(`the value of the header ${key}`)
    if (Object.hasOwn(credentials, key) || OF_TRANSPORT.test(key)) throw refuse(`the header ${key}: the client sets it`)
    result[key] = text
  }
  return result
}
