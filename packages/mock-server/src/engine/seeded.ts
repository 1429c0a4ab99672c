import { createHash } from 'node:crypto'

/** The same whole number below 2 ** 52 for the same seed, which is anything that JSON can hold. */
export function seededNumber(...seed: unknown[]): number {
  return Number.parseInt(createHash('sha256').update(JSON.stringify(seed)).digest('hex').slice(0, 13), 16)
}

/** Numbers from 0 to below 1, the same sequence for the same seed. */
export type Random = () => number

export function createRandom(...seed: unknown[]): Random {
  let count = 0
  return () => seededNumber(...seed, count++) / 2 ** 52
}
