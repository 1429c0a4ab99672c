import type { IR } from '@hey-api/openapi-ts'

/** How the first argument of a method is made up; see `Input` in the runtime for its type. */
export const inputOf = (operation: IR.OperationObject): string | Record<string, string> => {
  for (const parameter of [
    ...Object.values(operation.parameters?.path ?? {}),
    ...Object.values(operation.parameters?.query ?? {}),
  ]) {
    assertPlain(operation, parameter)
  }
  const path = Object.values(operation.parameters?.path ?? {}).map((parameter) => parameter.name)
  const query = Object.values(operation.parameters?.query ?? {}).map((parameter) => parameter.name)
  const parameters = path.length + query.length > 0
  if (operation.body) return parameters ? 'parts' : 'body'
  if (!parameters) return 'none'
  const twice = path.find((name) => query.includes(name))
  if (twice !== undefined) {
    throw new Error(
      `${operation.id} has a path and a query parameter named ${twice}; one object cannot hold both, so rename one.`,
    )
  }
  return Object.fromEntries([...path.map((name) => [name, 'path']), ...query.map((name) => [name, 'query'])])
}

/** The runtime writes plain values, and lists in the query, as every API does; see `url` there. */
const assertPlain = (operation: IR.OperationObject, { name, location, style, explode, schema }: IR.ParameterObject): void => {
  const plain = location === 'path' ? style === 'simple' : style === 'form' && (explode || schema.type !== 'array')
  const type = schema.type === 'object' || (location === 'path' && schema.type === 'array') ? schema.type : undefined
  if (plain && type === undefined) return
  throw new Error(
    `${operation.id}: the ${location} parameter ${name} (${type ?? `style ${style}, explode ${explode}`}) is none that the runtime of the client can write yet.`,
  )
}
