/** Parameters of a query as Prism wants them: a list where a name comes more than once. */
export function queryOf(parameters: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((key) => {
      const [first = '', ...others] = parameters.getAll(key)
      return [key, others.length === 0 ? first : [first, ...others]]
    }),
  )
}
