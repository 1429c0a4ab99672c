/**
 * Demands that hold together, each with the one that stands for it: what is the same first, wherever it stands, then one by one. What is
 * left over has none.
 */
export function counterparts<T>(
  before: readonly T[],
  after: readonly T[],
  isSame: (old: T, next: T) => boolean,
): (readonly [T | undefined, T | undefined])[] {
  const [removed, added] = [[...before], [...after]]
  const same: (readonly [T, T])[] = []
  // One on each side are compared in any case.
  for (const old of before.length + after.length > 2 ? before : []) {
    const next = added.find((candidate) => isSame(old, candidate))
    if (next === undefined) continue
    same.push([old, next])
    removed.splice(removed.indexOf(old), 1)
    added.splice(added.indexOf(next), 1)
  }
  const left = Array.from(
    { length: Math.max(removed.length, added.length) },
    (_, index) => [removed[index], added[index]] as const,
  )
  return [...same, ...left]
}
