import { expect, test, vi } from 'vitest'
import * as mesh from '../src/index.js'
import { fixedTransport, okAnswer } from './support/fixed-transport.js'
import { authToken, clientId, clientSecret } from './support/secrets.js'

// The chunk with the schemas, as a bundler or a network may lose it.
vi.mock('../src/runtime/drift-reporter.js', () => {
  throw new Error('chunk not found')
})

const account = { authToken, type: 'coinbase' } as const
const clientOf = (validate: 'warn' | 'throw', logger: mesh.Logger) =>
  mesh.createMeshClient({ clientId, clientSecret, validate, logger, transport: fixedTransport(() => okAnswer({})) })

test('schemas that cannot be loaded do not fail a call that only warns, and do fail one that throws', async () => {
  const errors: string[] = []
  const line = () => {}
  const logger: mesh.Logger = { debug: line, info: line, warn: line, error: (message) => errors.push(message) }
  expect(await clientOf('warn', logger).getBalance(account)).toEqual({})
  expect(errors).toEqual(['mesh: The schemas for validate cannot be loaded.'])
  await expect(clientOf('throw', logger).getBalance(account)).rejects.toMatchObject({
    name: 'MeshConfigError',
    message: 'The schemas for validate cannot be loaded.',
  })
})
