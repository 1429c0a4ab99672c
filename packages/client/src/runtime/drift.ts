import { MeshConfigError } from './errors/mesh-config-error.js'
import { MeshInvalidResponseError } from './errors/mesh-invalid-response-error.js'
import type { Log } from './logger.js'

/** A place where an answer is not as the document says. Says what was there by its type alone, never by its value. */
export interface Drift {
  /** operationId of the call. */
  readonly operation: string
  /** Place in the answer, such as `content.balances[].cash`. */
  readonly path: string
  readonly expected: string
  /** Type of what was there. */
  readonly received: string
}

export type DriftReporter = (operation: string, httpStatus: number, answer: unknown) => Promise<void>

/** What is remembered so that it is told once; a server that makes up names must not fill the memory. */
const MOST_SHAPES = 1000

/** Holds answers against the schemas of the document, which are loaded when the first one comes. */
export const createDriftReporter = (
  mode: 'warn' | 'throw',
  onDrift: ((drift: Drift) => void) | undefined,
  log: Log | undefined,
): DriftReporter => {
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
    const drifts = await find(operation, answer, mode, log)
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

const find = async (
  operation: string,
  answer: unknown,
  mode: 'warn' | 'throw',
  log: Log | undefined,
): Promise<readonly Drift[]> => {
  try {
    const { findDrifts } = await import('./find-drifts.js')
    return findDrifts(operation, answer)
  } catch (cause) {
    if (mode === 'throw') throw new MeshConfigError(`The schemas for validate: 'throw' cannot be loaded.`, { cause })
    log?.('error', 'the schemas for validate cannot be loaded, so nothing is validated', { operation })
    return []
  }
}
