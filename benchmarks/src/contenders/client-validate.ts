import { createMeshClient } from '@mesh-balance/client'
import { type Connect, clientId, clientSecret, request } from '../calls/contender.ts'

export const connect: Connect = (baseUrl) => {
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl, validate: 'warn' })
  return () => mesh.getBalance(request)
}
