type Json = Record<string, unknown>

const at = (parent: unknown, key: string): Json => {
  const value = typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

/** The named examples of all answers, which the mock serves, in words. Read from the document as it stands, whether or not it can be built. */
export function scenarioNames(document: object): Set<string> {
  const follow = (node: unknown): Json => {
    const reference = typeof node === 'object' && node !== null ? Reflect.get(node, '$ref') : undefined
    if (typeof reference !== 'string' || !reference.startsWith('#/')) return at({ node }, 'node')
    const keys = reference.slice(2).split('/')
    return follow(
      keys.reduce<Json>(
        (parent, key) => at(parent, key.replaceAll('~1', '/').replaceAll('~0', '~')),
        at({ document }, 'document'),
      ),
    )
  }
  const names = new Set<string>()
  for (const [path, item] of Object.entries(at(document, 'paths'))) {
    for (const [method, operation] of Object.entries(follow(item))) {
      for (const response of Object.values(at(operation, 'responses'))) {
        for (const mediaType of Object.values(at(follow(response), 'content'))) {
          for (const name of Object.keys(at(mediaType, 'examples'))) {
            const { operationId = `${method.toUpperCase()} ${path}` } = at({ operation }, 'operation')
            names.add(`The scenario \`${name}\` of \`${operationId}\``)
          }
        }
      }
    }
  }
  return names
}
