import { FrontApi } from '@meshconnect/node-api'
import { type Connect, headers, request } from '../src/calls/contender.ts'

export const connect: Connect = (baseURL) => {
  const api = new FrontApi({ baseURL, headers })
  return async () => (await api.balance.v1BalanceGetCreate(request)).data
}
