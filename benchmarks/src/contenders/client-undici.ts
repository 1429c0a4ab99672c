import { createMeshClient } from '@mesh-balance/client'
import { undiciTransport } from '@mesh-balance/client/undici'
import { type Connect, clientId, clientSecret, request } from '../calls/contender.ts'

export const connect: Connect = (baseUrl) => {
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl, transport: undiciTransport() })
  return () => mesh.getBalance(request)
}
