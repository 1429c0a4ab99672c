import { isJsonObject } from '../document/json-object.js'
import { RequestProblem } from './request-problem.js'

/** What a request asks of the mock. */
export interface Preferences {
  readonly httpStatus?: number
  readonly scenario?: string
  /** In the notation of faults. */
  readonly fault?: string
  readonly dynamic?: boolean
  readonly seed?: string
}

/**
 * By the header `Prefer` or, where there is none, by query parameters, which is Prism's convention; for what is not said there, by the body.
 * @throws RequestProblem for a value that cannot be meant.
 */
export function readPreferences(prefer: string | undefined, query: URLSearchParams, body: unknown): Preferences {
  const { scenario, ...rest } = namedIn(body)
  const chosen = preferred(prefer, query)
  const isChosen = chosen.httpStatus !== undefined || chosen.dynamic !== undefined
  return { ...(scenario !== undefined && !isChosen && { scenario }), ...rest, ...chosen }
}

function preferred(prefer: string | undefined, query: URLSearchParams): Preferences {
  if (prefer === undefined && query.size === 0) return {}
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
  const fault = get('fault')
  const dynamic = get('dynamic')
  if (dynamic !== undefined && dynamic !== 'true' && dynamic !== 'false') {
    throw new RequestProblem(400, 'Preference not understood', `The preference dynamic="${dynamic}" is neither true nor false.`)
  }
  const seed = get('seed')
  return {
    ...(code !== undefined && { httpStatus: Number(code) }),
    ...(scenario !== undefined && { scenario }),
    ...(fault !== undefined && { fault }),
    ...(dynamic !== undefined && { dynamic: dynamic === 'true' }),
    ...(seed !== undefined && { seed }),
  }
}

function preference(header: string, key: string): string | undefined {
  const match = new RegExp(`(?:^|[,;])\\s*${key}\\s*=\\s*(?:"([^"]*)"|([^\\s,;]+))`, 'i').exec(header)
  return match?.[1] ?? match?.[2]
}

/**
 * What a field such as `"authToken": "scenario:locked"` or `"fault:latency=200; reset@5%"` names, or both with a semicolon between them: for who
 * cannot set headers, as test cards do for payments.
 */
function namedIn(body: unknown): Preferences {
  if (!isJsonObject(body)) return {}
  const named = Object.values(body).find((value) => typeof value === 'string' && /^(scenario|fault):/.test(value))
  if (typeof named !== 'string') return {}
  const parts = named.split(';').map((part) => part.trim())
  const scenario = parts.find((part) => part.startsWith('scenario:'))?.slice('scenario:'.length)
  const faults = parts.filter((part) => !part.startsWith('scenario:')).map((part) => part.replace(/^fault:/, ''))
  return { ...(scenario !== undefined && { scenario }), ...(faults.length > 0 && { fault: faults.join('; ') }) }
}
