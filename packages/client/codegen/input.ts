import type { IR } from '@hey-api/openapi-ts'

/** How the first argument of a method is made up; see `Input` in the runtime for its type. */
export const inputOf = (operation: IR.OperationObject): Record<string, unknown> => {
  const path = Object.values(operation.parameters?.path ?? {}).map((parameter) => parameter.name)
  const query = Object.values(operation.parameters?.query ?? {}).map((parameter) => parameter.name)
  const parameters = path.length + query.length > 0
  if (operation.body) return { kind: parameters ? 'parts' : 'body' }
  if (!parameters) return { kind: 'none' }
  const twice = path.find((name) => query.includes(name))
  if (twice !== undefined) {
    throw new Error(
      `${operation.id} has a path and a query parameter named ${twice}; one object cannot hold both, so rename one.`,
    )
  }
  return { kind: 'parameters', path }
}
