import { describe, expect, test } from 'vitest'
import * as mesh from '../../src/index.js'
import { isPassing, retryDelay, retryPolicy } from '../../src/runtime/retry/retry-policy.js'

const apiError = (fields: { httpStatus: number; status?: string; retryAfter?: number }) =>
  new mesh.MeshApiError({ operation: 'getBalance', attempts: 1, ...fields })

describe('isPassing', () => {
  test.each([
    [new mesh.MeshConnectionError('x', { attempts: 1 }), true],
    [new mesh.MeshTimeoutError('x', { attempts: 1 }), true],
    [new mesh.MeshAbortError('x'), false],
    [new mesh.MeshConfigError('x'), false],
    [new mesh.MeshInvalidResponseError('x', { httpStatus: 200 }), false],
    [new Error('x'), false],
    [apiError({ httpStatus: 200, status: 'serverFailure' }), true],
    [apiError({ httpStatus: 200, status: 'tooManyRequest' }), true],
    [apiError({ httpStatus: 200, status: 'locked' }), false],
    [apiError({ httpStatus: 200, status: 'unheardOf' }), false],
    [apiError({ httpStatus: 200, status: 'toString' }), false],
  ])('%s: %s', (error, expected) => expect(isPassing(error)).toBe(expected))

  test.each([
    [408, true],
    [429, true],
    [499, false],
    [500, true],
    [503, true],
    [599, true],
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [409, false],
    [423, false],
    [451, false],
  ])('HTTP status %i: %s', (httpStatus, expected) => expect(isPassing(apiError({ httpStatus }))).toBe(expected))
})

describe('retryDelay', () => {
  const policy = retryPolicy({ minDelay: 100, maxDelay: 1000, maxRetryAfter: 5000 })
  const error = apiError({ httpStatus: 500 })

  test('is random up to a bound that doubles and is capped', () => {
    const bounds = [1, 2, 3, 4, 5, 50].map((attempts) => retryDelay(policy, error, attempts, () => 1))
    expect(bounds).toEqual([100, 200, 400, 800, 1000, 1000])
    expect(retryDelay(policy, error, 3, () => 0)).toBe(0)
    expect(retryDelay(policy, error, 3, () => 0.5)).toBe(200)
  })

  test('is what the server asks for, cut to maxRetryAfter', () => {
    const delays = [0, 1500, 5000, 3_600_000].map((retryAfter) =>
      retryDelay(policy, apiError({ httpStatus: 429, retryAfter }), 1, () => 1),
    )
    expect(delays).toEqual([0, 1500, 5000, 5000])
  })
})

describe('retryPolicy', () => {
  test('has the documented defaults', () => {
    expect(retryPolicy(undefined)).toEqual({ maxRetries: 2, minDelay: 250, maxDelay: 8000, maxRetryAfter: 30_000 })
  })

  test('takes a number, false, or single options, on top of those of the client', () => {
    expect(retryPolicy(5)).toMatchObject({ maxRetries: 5, minDelay: 250 })
    expect(retryPolicy(false)).toMatchObject({ maxRetries: 0 })
    const client = retryPolicy({ maxRetries: 4, minDelay: 9 })
    expect(retryPolicy({ maxDelay: 7 }, client)).toEqual({ maxRetries: 4, minDelay: 9, maxDelay: 7, maxRetryAfter: 30_000 })
    expect(client.maxDelay).toBe(8000)
  })

  test.each([-1, Number.NaN, '2'])('refuses %j', (maxRetries) => {
    expect(() => retryPolicy({ maxRetries: maxRetries as number })).toThrow('retry.maxRetries must be a number of 0 or more')
    expect(() => retryPolicy(maxRetries as number)).toThrow(mesh.MeshConfigError)
  })
})
