import type { IR } from '@hey-api/openapi-ts'
import { partsOf, type Resolve } from './schema.ts'

/** Names of the parameters and of the fields of the body, at any depth, that the document marks `format: password`. */
export const secretsOf = (operation: IR.OperationObject, resolve: Resolve): string[] => {
  const names = new Set<string>()
  const seen = new Set<IR.SchemaObject>()
  const look = (name: string | undefined, schema: IR.SchemaObject | undefined): void => {
    for (const part of partsOf(schema, resolve)) {
      if (name !== undefined && part.format === 'password') names.add(name)
      if (seen.has(part)) continue
      seen.add(part)
      for (const [field, property] of Object.entries(part.properties ?? {})) look(field, property)
      if (part.type === 'array') for (const item of part.items ?? []) look(name, item)
    }
  }
  look(undefined, operation.body?.schema)
  for (const place of ['path', 'query', 'header'] as const) {
    for (const parameter of Object.values(operation.parameters?.[place] ?? {})) look(parameter.name, parameter.schema)
  }
  return [...names]
}
