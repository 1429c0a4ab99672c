import type { Finding } from './finding.js'

/** A violation of the document that was seen, once or more often. It names places and rules, and holds nothing of a header, a query or a body. */
export interface ProxyViolation {
  /** HTTP method, in capitals. */
  readonly method: string
  /** As the document writes it, such as `/things/{id}`; where the document has no such path, as it was asked for, without the query. */
  readonly path: string
  /** HTTP status of the response that is wrong; undefined where the request is. */
  readonly httpStatus?: number
  /** Such as `['response', 'body', 'content', 'totalCashUsdValue']`. Names that the document does not know are `*`. */
  readonly location: readonly string[]
  /** The rule that does not hold: a keyword of JSON Schema, or `path`, `method`, `security`, `status`, `content-type`, `content-encoding`, `json`, `empty`, `too-large` or `unchecked`. */
  readonly code: string
  /** What is wrong, in words. */
  readonly message: string
  /** When it was seen first, in ISO 8601. */
  readonly at: string
  /** The number of messages that it was seen in until now. */
  readonly count: number
}

/** Where a message was seen. */
export type Place = Pick<ProxyViolation, 'method' | 'path' | 'httpStatus'>

export interface ViolationLog {
  readonly violations: readonly ProxyViolation[]
  add(place: Place, findings: readonly Finding[]): void
}

/** More would fill the memory of a proxy that runs for long: paths that are not in the document may be of any number. */
const mostViolations = 1000

export function createViolationLog(onViolation: (violation: ProxyViolation) => void = () => {}): ViolationLog {
  const violations: { -readonly [Key in keyof ProxyViolation]: ProxyViolation[Key] }[] = []
  const byKey = new Map<string, (typeof violations)[number]>()

  return {
    violations,
    add(place, findings) {
      const side = place.httpStatus === undefined ? 'request' : 'response'
      const keys = new Set<string>()
      for (const { location, code, message } of findings) {
        // An array of a hundred wrong entries is wrong once.
        const general = location.map((name) => (/^\d+$/.test(name) ? '*' : name))
        const key = JSON.stringify([place.method, place.path, place.httpStatus, general, code])
        if (keys.has(key)) continue
        keys.add(key)
        const seen = byKey.get(key)
        if (seen) {
          seen.count += 1
        } else if (violations.length < mostViolations) {
          const violation = { ...place, location: [side, ...location], code, message, at: new Date().toISOString(), count: 1 }
          byKey.set(key, violation)
          violations.push(violation)
          onViolation(violation)
        }
      }
    },
  }
}

/** One line for a person. */
export function describeViolation({ method, path, httpStatus, location, code, message }: ProxyViolation): string {
  const [side, ...place] = location
  return `${method} ${path}, ${side}${httpStatus === undefined ? '' : ` ${httpStatus}`}, ${place.join('.')}: ${message} (${code})`
}
