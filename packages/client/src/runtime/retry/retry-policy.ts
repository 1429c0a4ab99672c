import { resultStatusDetails } from '../../generated/facts.gen.js'
import { notNegative } from '../config/limit.js'
import { AuthenticationError } from '../errors/authentication-error.js'
import { MeshApiError } from '../errors/mesh-api-error.js'
import { MeshConnectionError } from '../errors/mesh-connection-error.js'
import { MeshTimeoutError } from '../errors/mesh-timeout-error.js'
import { ReconnectRequiredError } from '../errors/reconnect-required-error.js'
import type { RetryOptions } from '../options.js'

export type RetryPolicy = { readonly [Option in keyof RetryOptions]-?: number }

const defaults: RetryPolicy = { maxRetries: 2, minDelay: 250, maxDelay: 8000, maxRetryAfter: 30_000 }

/** @throws MeshConfigError */
export const retryPolicy = (
  retry: number | false | RetryOptions | null | undefined,
  base: RetryPolicy = defaults,
): RetryPolicy => {
  if (retry == null) return base
  const given = typeof retry === 'object' ? retry : { maxRetries: retry === false ? 0 : retry }
  const policy = { ...base }
  for (const option of Object.keys(defaults) as (keyof RetryPolicy)[]) {
    const value = given[option]
    if (value !== undefined) policy[option] = notNegative(`retry.${option}`, value)
  }
  return policy
}

/**
 * Whether the same request may well succeed a moment later: no answer, a timeout, HTTP status 408, 429 or 5xx, or a `status` that stands
 * for one of them. What the client itself repeats, where the operation is safe to repeat.
 */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof MeshConnectionError || error instanceof MeshTimeoutError) return true
  // Wrong credentials and a token that only the person can renew stay so, whatever else the answer says.
  if (!(error instanceof MeshApiError) || error instanceof AuthenticationError || error instanceof ReconnectRequiredError)
    return false
  // The document says which HTTP status a `status` stands for, under whichever HTTP status it came.
  const meant = Object.entries(resultStatusDetails).find(([status]) => status === error.status)?.[1].httpStatus ?? 0
  return [error.httpStatus, meant].some((httpStatus) => httpStatus === 408 || httpStatus === 429 || httpStatus >= 500)
}

/**
 * Milliseconds to wait before the next attempt: what the server asked for, cut to `maxRetryAfter`; or else random between 0 and a bound
 * that doubles with each attempt ("full jitter", which keeps clients that failed together from coming back together).
 */
export const retryDelay = (policy: RetryPolicy, error: unknown, attempts: number, random: () => number = Math.random): number => {
  const asked = error instanceof MeshApiError ? error.retryAfter : undefined
  if (asked !== undefined) return Math.min(asked, policy.maxRetryAfter)
  return random() * Math.min(policy.maxDelay, policy.minDelay * 2 ** (attempts - 1))
}
