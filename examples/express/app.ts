import { isMeshError, type MeshClient, ReconnectRequiredError } from '@mesh-balance/client'
import express, { type ErrorRequestHandler, type Express } from 'express'

/** The client is handed in, so that a test can hand in one that talks to the mock. */
export function createApp(mesh: MeshClient): Express {
  const app = express()

  app.get('/balance', async (request, response) => {
    const authToken = request.get('authorization')?.replace(/^Bearer /, '') ?? ''
    const { balances } = await mesh.getBalance({ authToken, type: 'coinbase' }, { totalTimeout: 8_000 })
    response.json({ balances })
  })

  const onError: ErrorRequestHandler = (error, _request, response, next) => {
    if (error instanceof ReconnectRequiredError) response.status(409).json({ ask: 'reconnect' })
    else if (isMeshError(error)) response.status(503).json({ ask: 'try again later' })
    else next(error)
  }
  return app.use(onError)
}
