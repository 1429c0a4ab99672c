import type { IR } from '@hey-api/openapi-ts'

/**
 * What a method resolves to: `content` of the envelope, the whole `envelope` where it has no content, or the `body` where the
 * success response is not an envelope.
 */
export const resultOf = (
  operation: IR.OperationObject,
  resolve: (ref: string) => IR.SchemaObject,
): 'content' | 'envelope' | 'body' => {
  const success = Object.entries(operation.responses ?? {}).find(([httpStatus]) => httpStatus.startsWith('2'))?.[1]
  let schema = success?.schema
  while (schema?.$ref !== undefined) schema = resolve(schema.$ref)
  if (schema?.properties?.['status'] === undefined) return 'body'
  return schema.properties['content'] === undefined ? 'envelope' : 'content'
}
