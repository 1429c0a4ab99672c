import { type Connect, clientId, clientSecret, request } from '../src/calls/contender.ts'
import { createClient } from './generated/hey-api/client/index.ts'
import { getBalance } from './generated/hey-api/sdk.gen.ts'

export const connect: Connect = (baseUrl) => {
  const client = createClient({ baseUrl, auth: ({ name }) => (name === 'X-Client-Id' ? clientId : clientSecret) })
  return async () => (await getBalance({ client, body: request, throwOnError: true })).data
}
