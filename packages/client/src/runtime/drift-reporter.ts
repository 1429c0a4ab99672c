// biome-ignore lint/style/noRestrictedImports: the build puts valibot into the package, so that nothing has to be installed
import { type GenericSchema, safeParse } from 'valibot'
import * as schemas from '../generated/valibot.gen.js'
import type { Drift, Validate } from './drift.js'
import { MeshInvalidResponseError } from './errors/mesh-invalid-response-error.js'
import type { Log } from './logger.js'

/** What is remembered so that it is told once; a server that makes up names must not fill the memory. */
const MOST_SHAPES = 1000

export const createDriftReporter = (
  mode: 'warn' | 'throw',
  onDrift: ((drift: Drift) => void) | undefined,
  log: Log | undefined,
): Validate => {
  const told = new Set<string>()
  const tell = (drift: Drift) => {
    const { operation, path, expected, received } = drift
    const shape = [operation, path, expected, received].join()
    if (told.has(shape) || told.size >= MOST_SHAPES) return
    told.add(shape)
    if (!onDrift)
      return log?.('warn', `${operation} got ${received} at ${path}, where the document says ${expected}`, { operation })
    try {
      onDrift(drift)
    } catch {
      // A report that fails must not fail the call.
    }
  }

  return async (operation, httpStatus, answer) => {
    const drifts = findDrifts(operation, answer)
    if (mode === 'warn') return drifts.forEach(tell)
    const [first] = drifts
    if (first === undefined) return
    const { path, expected, received } = first
    throw new MeshInvalidResponseError(
      `${operation} got an answer that the document does not allow: ${received} at ${path}, where it says ${expected}` +
        `${drifts.length > 1 ? `, and ${drifts.length - 1} more` : ''}. With validate: 'warn' such answers pass.`,
      { httpStatus, drifts },
    )
  }
}

/** Every place where an answer is not as the schema of its operation says. */
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
