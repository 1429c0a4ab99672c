import type { IR } from '@hey-api/openapi-ts'
import { enumOf, propertyOf, type Resolve } from './schema.ts'

type Result = 'content' | 'envelope' | 'body'

/**
 * What a method resolves to: `content` of the envelope, the whole `envelope` where it has no content, or the `body` where the
 * success response is not an envelope, which is told by a `status` that can be `ok`.
 */
export const resultOf = (operation: IR.OperationObject, resolve: Resolve): Result => {
  const results = Object.entries(operation.responses ?? {})
    .filter(([httpStatus]) => httpStatus.startsWith('2'))
    .map(([httpStatus, response]) => [httpStatus, resultOfSchema(response?.schema, resolve)] as const)
  const [first, ...others] = results
  const other = others.find(([, result]) => result !== first?.[1])
  if (first && other) {
    throw new Error(
      `${operation.id}: the success ${first[0]} gives the ${first[1]} and ${other[0]} the ${other[1]}; the client cannot tell them apart, so describe them alike.`,
    )
  }
  return first?.[1] ?? 'body'
}

const resultOfSchema = (schema: IR.SchemaObject | undefined, resolve: Resolve): Result => {
  const isEnvelope = propertyOf(schema, 'status', resolve).some((status) => enumOf(status, resolve).includes('ok'))
  if (!isEnvelope) return 'body'
  return propertyOf(schema, 'content', resolve).length > 0 ? 'content' : 'envelope'
}
