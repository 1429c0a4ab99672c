import { createMeshClient, isMeshError, type MeshClient, ReconnectRequiredError } from '@mesh-balance/client'
import { Hono } from 'hono'

type Bindings = { MESH_CLIENT_ID: string; MESH_CLIENT_SECRET: string; MESH_BASE_URL?: string }

/** One for all requests: they share its budget of repeats. A worker knows its bindings with the first one. */
let mesh: MeshClient | undefined
const clientOf = (env: Bindings): MeshClient =>
  (mesh ??= createMeshClient({ clientId: env.MESH_CLIENT_ID, clientSecret: env.MESH_CLIENT_SECRET, baseUrl: env.MESH_BASE_URL }))

const app = new Hono<{ Bindings: Bindings }>()

app.get('/balance', async (c) => {
  const authToken = c.req.header('authorization')?.replace(/^Bearer /, '') ?? ''
  const balance = await clientOf(c.env).getBalance({ authToken, type: 'coinbase' }, { signal: c.req.raw.signal })
  return c.json(balance)
})

app.onError((error, c) => {
  if (error instanceof ReconnectRequiredError) return c.json({ ask: 'reconnect' }, 409)
  if (isMeshError(error)) return c.json({ ask: 'try again later' }, 503)
  throw error
})

export default app
