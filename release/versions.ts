import type { Bump } from '@mesh-balance/spec-diff'

/** By how much a version is above another. What comes after a prerelease is above what the prerelease was for. */
export function bumpBetween(before: string, after: string): Bump {
  if (before === after) return 'none'
  const [old, now] = [numbersOf(before), numbersOf(after)]
  const isSame = old.every((number, index) => number === now[index])
  const changed = isSame ? (now[2] ? 2 : now[1] ? 1 : 0) : old.findIndex((number, index) => number !== now[index])
  return (['major', 'minor', 'patch'] as const)[changed] ?? 'none'
}

function numbersOf(version: string): number[] {
  return (version.split(/[-+]/)[0] ?? '').split('.').map(Number)
}
