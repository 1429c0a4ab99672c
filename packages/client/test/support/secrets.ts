import { inspect } from 'node:util'
import { expect } from 'vitest'

export const clientId = 'id-of-the-application'
export const clientSecret = 'secret-of-the-application'
export const authToken = 'token-of-the-account'

/** Everything that printing or logging `value` could show. */
const printed = (value: unknown): string =>
  [inspect(value, { depth: Infinity, showHidden: true, getters: true }), String(value), JSON.stringify(value)].join('\n')

export const expectNoSecretIn = (value: unknown): void => {
  expect(printed(value)).not.toContain(clientSecret)
  expect(printed(value)).not.toContain(authToken)
}
