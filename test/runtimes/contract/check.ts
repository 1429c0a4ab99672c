/** Fails with a sentence where something does not hold. */
export function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}

/** Compares JSON values, whatever the order of their fields. */
export function checkEqual(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [canonical(actual), canonical(expected)]
  check(found === wanted, `${what} is ${found}, and not ${wanted}`)
}

/** What a promise rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol('nothing')
  const failure = await work.then(
    () => nothing,
    (error: unknown) => error,
  )
  check(failure !== nothing, 'the call resolved, and should have rejected')
  return failure
}

/** Everything that printing or logging a value could show, at any depth, fields that are not enumerable included. */
export function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (seen.has(value)) return ''
  seen.add(value)
  const entries = value instanceof Headers ? [...value] : []
  const fields = Reflect.ownKeys(value).flatMap((key) => [String(key), everythingIn(Reflect.get(value, key), seen)])
  return [String(value), JSON.stringify(value), ...entries.flat(), ...fields].join('\n')
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
