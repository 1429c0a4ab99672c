import { MeshConfigError } from '../errors/mesh-config-error.js'
import { environmentVariable } from './environment-variable.js'

/** @throws MeshConfigError that never quotes the credential */
export const credential = (option: string, value: unknown, variable: string): string => {
  const found = value || environmentVariable(variable)
  if (!found) throw new MeshConfigError(`${option} is missing: pass the option ${option}, or set the variable ${variable}.`)
  if (typeof found !== 'string') throw new MeshConfigError(`${option} must be a string.`)
  const position = found.search(/[^\x21-\x7e]/)
  if (position >= 0) {
    throw new MeshConfigError(
      `${option} holds a character that a header cannot carry, at position ${position + 1} of ${found.length}.`,
    )
  }
  return found
}
