import type { IR } from '@hey-api/openapi-ts'

/** Names of the fields of the request body that hold a secret: those that the document marks `format: password`. */
export const secretsOf = (operation: IR.OperationObject, resolve: (ref: string) => IR.SchemaObject): string[] => {
  let schema = operation.body?.schema
  while (schema?.$ref !== undefined) schema = resolve(schema.$ref)
  return Object.entries(schema?.properties ?? {})
    .filter(([, property]) => property.format === 'password')
    .map(([name]) => name)
}
