import ky from 'ky'
import { type Connect, headers, path, request } from '../src/calls/contender.ts'

export const connect: Connect = (baseUrl) => {
  const api = ky.create({ baseUrl, headers })
  return () => api.post(path, { json: request }).json()
}
