/** Calls the operation once and gives what its caller works with: the whole answer, or the content. */
export type Call = () => Promise<unknown>

/** What a module of `contenders/` or `peers/` exports: its client, set up as its own README advises, on a server at `baseUrl`. */
export type Connect = (baseUrl: string) => Call

export const clientId = 'id-of-the-application'
export const clientSecret = 'secret-of-the-application'
export const request = { authToken: 'token-of-the-account', type: 'coinbase' } as const
export const path = '/api/v1/balance/get'
export const headers: Record<string, string> = {
  'Content-Type': 'application/json',
  'X-Client-Id': clientId,
  'X-Client-Secret': clientSecret,
}
