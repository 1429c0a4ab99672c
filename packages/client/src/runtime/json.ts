type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown

const sourceOfNumbers: Reviver = (_, value, context) => (typeof value === 'number' ? (context?.source ?? String(value)) : value)

/** Parses JSON; undefined for what is none. With `exact`, every number is the text that stands in the source. */
export const parseJson = (text: string, exact = false): unknown => {
  try {
    return exact ? JSON.parse(text, sourceOfNumbers as Parameters<typeof JSON.parse>[1]) : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether this runtime tells a reviver the source of a number; a digit that is lost here is one that a double cannot hold. */
export const canParseExact = (): boolean => parseJson('0.10000000000000000001', true) === '0.10000000000000000001'
