import { expect } from 'vitest'
import { MeshError } from '../../src/index.js'
import { expectNoSecretIn } from './secrets.js'

/** What a call rejects with: an error of the package, and no secret in it. */
export const failureOf = async (call: Promise<unknown>): Promise<MeshError> => {
  const failure = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(MeshError)
  expectNoSecretIn(failure)
  return failure as MeshError
}
