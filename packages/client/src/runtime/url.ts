/** Puts parameters into a path such as `/accounts/{id}`, and those of the query behind it; a list is repeated. */
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
  const filled = path.replace(/\{(.+?)\}/g, (_, name: string) => encodeURIComponent(String(inPath[name])))
  return `${base}${filled}${query.size > 0 ? `?${query}` : ''}`
}
