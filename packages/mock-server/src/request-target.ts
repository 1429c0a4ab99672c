/** Path and query of a request's target. A client that takes this for a proxy writes a whole URL, which may hold credentials. */
export function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*\/?/i, '/')
}

/** Without the query, which may hold secrets. */
export function pathOf(target: string): string {
  return target.replace(/[?#].*$/s, '')
}
