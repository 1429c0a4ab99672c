import { MeshConfigError } from './errors/mesh-config-error.js'
import type { Log } from './logger.js'

/** A place where an answer is not as the document says. Says what was there by its type alone, never by its value. */
export interface Drift {
  /** operationId of the call. */
  readonly operation: string
  /** Place in the answer, such as `content.balances[].cash`. */
  readonly path: string
  /** What the document says, as a type. */
  readonly expected: string
  /** Type of what was there. */
  readonly received: string
}

/** Holds an answer against the document. */
export type Validate = (operation: string, httpStatus: number, answer: unknown) => Promise<void>

const LOST = 'The schemas for validate cannot be loaded.'

/** The reporter and all schemas are loaded when the first answer comes: they are larger than the rest of the client. */
export const createValidate = (
  mode: 'warn' | 'throw',
  onDrift: ((drift: Drift) => void) | undefined,
  log: Log | undefined,
): Validate => {
  let loading: Promise<Validate> | undefined
  return async (operation, httpStatus, answer) => {
    loading ??= import('./drift-reporter.js').then(({ createDriftReporter }) => createDriftReporter(mode, onDrift, log))
    const validate = await loading.catch((cause: unknown) => {
      loading = undefined
      if (mode === 'throw') throw new MeshConfigError(LOST, { cause })
      log?.('error', LOST, { operation })
    })
    await validate?.(operation, httpStatus, answer)
  }
}
