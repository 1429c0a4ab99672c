// biome-ignore lint/style/noRestrictedImports: the build puts valibot into the package, so that nothing has to be installed
import { type GenericSchema, safeParse } from 'valibot'
import * as schemas from '../generated/valibot.gen.js'
import type { Drift, Validate } from './drift.js'
import { MeshInvalidResponseError } from './errors/mesh-invalid-response-error.js'
import type { Log } from './logger.js'
import { quietly } from './quietly.js'

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
    if (onDrift) quietly(() => onDrift(drift))
    else log?.('warn', `${operation} got ${received} at ${path}, where the document says ${expected}`, { operation })
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

/** The items of a list are alike: of a long one, the first tell. A body of millions would hold up the process. */
const MOST_ITEMS = 100
const MOST_DRIFTS = 100
/** Deeper than any schema looks. */
const DEEPEST = 20

const sample = (value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return value
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => sample(item, depth + 1))
  const copy: Record<string, unknown> = { ...value }
  for (const key of Object.keys(copy)) copy[key] = sample(copy[key], depth + 1)
  return copy
}

/** The places where an answer is not as the schema of its operation says, the first hundred of them. */
export const findDrifts = (operation: string, answer: unknown): Drift[] => {
  const name = `v${operation.charAt(0).toUpperCase()}${operation.slice(1)}Response`
  // The generator names the schema of a success after its operation; an operation without a body has none.
  const schema = (schemas as unknown as Record<string, GenericSchema | undefined>)[name]
  if (schema === undefined) return []
  return (safeParse(schema, sample(answer)).issues ?? []).slice(0, MOST_DRIFTS).map(({ path, expected, input }) => ({
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
