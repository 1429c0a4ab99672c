import type { BalanceRequest } from '@mesh-balance/client'

export interface Account extends BalanceRequest {
  readonly id: number
}

/** Accounts whose answers the mock chooses by their token: `scenario:locked`, `fault:latency=20`. */
export const accounts = (count: number, authToken: (id: number) => string = () => 'any'): Account[] =>
  Array.from({ length: count }, (_, id) => ({ id, authToken: authToken(id), type: 'coinbase' }))

export const idsOf = (results: readonly { account: Account }[]): number[] =>
  results.map(({ account }) => account.id).sort((a, b) => a - b)

export const credentials = { clientId: 'id', clientSecret: 'secret' } as const
