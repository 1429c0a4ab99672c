import { environmentVariable } from './config/environment-variable.js'
import { quietly } from './quietly.js'

const levels = ['debug', 'info', 'warn', 'error'] as const
type Level = (typeof levels)[number]

/** What a log line says besides its message; never a header, a body or a secret. */
export interface LogFields {
  /** operationId of the call. */
  readonly operation: string
  /** Number of the attempt, from 1. */
  readonly attempt?: number
  /** HTTP status of the answer. */
  readonly httpStatus?: number
  /** Name of the error class. */
  readonly error?: string
  /** Milliseconds that the attempt took. */
  readonly duration?: number
  /** Milliseconds until the next attempt. */
  readonly delay?: number
}

/** Where to log. `console` is one; so are pino and winston, by a function or two. */
export type Logger = Record<Level, (message: string, fields: LogFields) => void>

/** Logs, and never fails: a logger that throws must not fail a call. */
export type Log = (level: Level, message: string, fields: LogFields) => void

/** Undefined where nothing is to be logged, so that calls need not even make up the line. */
export const createLog = (logger: Logger | undefined): Log | undefined => {
  const least = logger ? 0 : levels.indexOf(environmentVariable('MESH_LOG')?.toLowerCase() as Level)
  if (least < 0) return undefined
  const target = logger ?? console
  return (level, message, fields) => {
    if (levels.indexOf(level) < least) return
    quietly(() => target[level](`mesh: ${message}`, fields))
  }
}
