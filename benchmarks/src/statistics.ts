/** A figure that was measured several times: its median, and the quartiles around it. */
export interface Measure {
  readonly median: number
  readonly low: number
  readonly high: number
}

export const measureOf = (values: readonly number[]): Measure => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
  return { median: at(0.5), low: at(0.25), high: at(0.75) }
}

/** Another order each time, so that what disturbs the machine for a while does not always hit the same one. */
export const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
