import type { OperationName } from '../change.js'

/** `GET /pets`, which is unique in a document. */
export function nameOfOperation({ method, path }: OperationName): string {
  return `${method.toUpperCase()} ${path}`
}

/** "`getPet`, `listPets` and 3 more": the name of the generated method, or method and path where it has none. */
export function namesOfOperations(operations: readonly OperationName[]): string {
  const names = operations.map((operation) => `\`${operation.operationId ?? nameOfOperation(operation)}\``)
  if (names.length <= 3) return joined(names)
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`
}

export function joined(names: readonly string[], word = 'and'): string {
  const last = names.at(-1)
  return names.length < 2 || last === undefined ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${last}`
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
