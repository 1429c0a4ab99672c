import { MeshConfigError } from '../errors/mesh-config-error.js'

/** @throws MeshConfigError unless `value` is one of those that are known */
export const oneOf = (option: string, value: string, known: readonly string[]): void => {
  if (!known.includes(value)) throw new MeshConfigError(`${option} must be one of ${known.join(', ')}.`)
}
