/** Values of the fields of these names, wherever they stand in what is sent; of a list, all of its values. */
export const secretValues = (value: unknown, names: readonly string[], isSecret = false): string[] => {
  if (typeof value === 'string' || typeof value === 'number') return isSecret ? [String(value)] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) =>
    secretValues(item, names, Array.isArray(value) ? isSecret : names.includes(name)),
  )
}
