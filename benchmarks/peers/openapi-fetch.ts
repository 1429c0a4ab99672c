import createClient from 'openapi-fetch'
import { type Connect, headers, path, request } from '../src/calls/contender.ts'
import type { paths } from './generated/openapi-typescript.ts'

export const connect: Connect = (baseUrl) => {
  const client = createClient<paths>({ baseUrl, headers })
  return async () => (await client.POST(path, { body: request })).data
}
