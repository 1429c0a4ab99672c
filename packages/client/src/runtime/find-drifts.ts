// biome-ignore lint/style/noRestrictedImports: the build puts valibot into the package, so that nothing has to be installed
import { type GenericSchema, safeParse } from 'valibot'
import * as schemas from '../generated/valibot.gen.js'
import type { Drift } from './drift.js'

/** Every place where an answer is not as the schema of its operation says. Loaded on demand: it brings all schemas. */
export const findDrifts = (operation: string, answer: unknown): Drift[] => {
  const name = `v${operation.charAt(0).toUpperCase()}${operation.slice(1)}Response`
  // The generator names the schema of a success after its operation; an operation without a body has none.
  const schema = (schemas as unknown as Record<string, GenericSchema | undefined>)[name]
  if (schema === undefined) return []
  return (safeParse(schema, answer).issues ?? []).map(({ path, expected, input }) => ({
    operation,
    path:
      (path ?? [])
        .map(({ key }) => (typeof key === 'number' ? '[]' : `.${String(key)}`))
        .join('')
        .replace(/^\./, '') || 'the answer',
    expected: expected ?? 'something else',
    received: input === null ? 'null' : Array.isArray(input) ? 'array' : typeof input,
  }))
}
