// As a route handler of Next.js: app/balance/route.ts
import { createMeshClient, MeshApiError, ReconnectRequiredError } from '@mesh-balance/client'

const mesh = createMeshClient()

export async function GET(request: Request): Promise<Response> {
  const authToken = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? ''
  try {
    const balance = await mesh.getBalance({ authToken, type: 'coinbase' }, { signal: request.signal, totalTimeout: 8_000 })
    return Response.json(balance)
  } catch (error) {
    if (error instanceof ReconnectRequiredError) return Response.json({ ask: 'reconnect' }, { status: 409 })
    const message = error instanceof MeshApiError ? error.displayMessage : undefined
    return Response.json({ message: message ?? 'Please try again later.' }, { status: 503 })
  }
}
