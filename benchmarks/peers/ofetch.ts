import { ofetch } from 'ofetch'
import { type Connect, headers, path, request } from '../src/calls/contender.ts'

export const connect: Connect = (baseURL) => {
  const api = ofetch.create({ baseURL, headers })
  return () => api(path, { method: 'POST', body: request })
}
