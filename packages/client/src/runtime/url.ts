import { MeshConfigError } from './errors/mesh-config-error.js'

/**
 * Puts parameters into a path such as `/accounts/{id}`, and those of the query behind it; a list is repeated.
 *
 * @throws MeshConfigError for a parameter of the path that is missing
 */
export const url = (
  base: string,
  path: string,
  inPath: Readonly<Record<string, unknown>> = {},
  inQuery: Readonly<Record<string, unknown>> = {},
): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(inQuery)) {
    for (const item of [value].flat()) if (item != null) query.append(name, String(item))
  }
  const filled = path.replace(/\{(.+?)\}/g, (_, name: string) => {
    const value = String(inPath[name] ?? '')
    // A URL drops these, so that another path would be called.
    if (/^\.{0,2}$/.test(value))
      throw new MeshConfigError(`The path parameter ${name} is missing, or is one that no path can have.`)
    return encodeURIComponent(value)
  })
  return `${base}${filled}${query.size > 0 ? `?${query}` : ''}`
}
