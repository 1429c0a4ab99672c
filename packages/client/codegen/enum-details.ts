import type { IR } from '@hey-api/openapi-ts'
import { enumOf, type Resolve } from './schema.ts'

/**
 * `x-enum-details` of a schema, with an entry for every value: one that has none takes `x-enum-details-default`, where `{Value}` stands for
 * the value with its first letter raised. Undefined for a schema without details.
 */
export const enumDetailsOf = (schema: IR.SchemaObject, resolve: Resolve): Record<string, unknown> | undefined => {
  const details = schema['x-enum-details'] as Record<string, unknown> | undefined
  if (details === undefined) return undefined
  const fallback = schema['x-enum-details-default'] as Record<string, unknown> | undefined
  const missing = enumOf(schema, resolve)
    .map(String)
    .filter((value) => !Object.hasOwn(details, value))
  if (fallback === undefined) return details
  return { ...details, ...Object.fromEntries(missing.map((value) => [value, filled(fallback, value)])) }
}

const filled = (fallback: Record<string, unknown>, value: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fallback).map(([name, fact]) => [
      name,
      typeof fact === 'string' ? fact.replaceAll('{Value}', value.charAt(0).toUpperCase() + value.slice(1)) : fact,
    ]),
  )
