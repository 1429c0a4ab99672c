import { MeshConfigError } from '../errors/mesh-config-error.js'

/** @throws MeshConfigError unless `value` is a number above 0 */
export const positive = (option: string, value: number): number => limit(option, value, value > 0, 'above 0')

/** @throws MeshConfigError unless `value` is a number of 0 or more */
export const notNegative = (option: string, value: number): number => limit(option, value, value >= 0, 'of 0 or more')

const limit = (option: string, value: number, holds: boolean, what: string): number => {
  if (typeof value === 'number' && holds) return value
  throw new MeshConfigError(`${option} must be a number ${what}; Infinity means no limit.`)
}
