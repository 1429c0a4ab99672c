import { isJsonObject } from './json-object.js'
import { RequestProblem } from './request-problem.js'

/** What a request asks of the mock, by its header `Prefer` or, where it has none, by query parameters: Prism's convention. */
export interface Preferences {
  readonly httpStatus?: number
  readonly scenario?: string | undefined
  readonly dynamic?: boolean
  readonly seed?: string
}

/** @throws {RequestProblem} for a value that cannot be meant. */
export function readPreferences(prefer: string | undefined, query: URLSearchParams): Preferences {
  const get =
    prefer === undefined ? (key: string) => query.get(`__${key}`) ?? undefined : (key: string) => preference(prefer, key)
  const code = get('code')
  if (code !== undefined && !/^[2-5]\d\d$/.test(code)) {
    throw new RequestProblem(
      400,
      'Preference not understood',
      `The preferred code "${code}" is not an HTTP status from 200 to 599.`,
    )
  }
  const scenario = get('example')
  const dynamic = get('dynamic')
  if (dynamic !== undefined && dynamic !== 'true' && dynamic !== 'false') {
    throw new RequestProblem(400, 'Preference not understood', `The preference dynamic="${dynamic}" is neither true nor false.`)
  }
  const seed = get('seed')
  return {
    ...(code !== undefined && { httpStatus: Number(code) }),
    ...(scenario !== undefined && { scenario }),
    ...(dynamic !== undefined && { dynamic: dynamic === 'true' }),
    ...(seed !== undefined && { seed }),
  }
}

function preference(header: string, key: string): string | undefined {
  const match = new RegExp(`(?:^|[,;])\\s*${key}\\s*=\\s*(?:"([^"]*)"|([^\\s,;]+))`, 'i').exec(header)
  return match?.[1] ?? match?.[2]
}

/**
 * The scenario that the body of a request names, by a field such as `"authToken": "scenario:locked"`: for who cannot set headers, as test cards
 * do for payments.
 */
export function scenarioNamedIn(body: unknown): string | undefined {
  if (!isJsonObject(body)) return undefined
  const named = Object.values(body).find((value) => typeof value === 'string' && value.startsWith('scenario:'))
  return typeof named === 'string' ? named.slice('scenario:'.length) : undefined
}
