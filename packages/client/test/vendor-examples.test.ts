import { safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { vendorExamples } from '../../../openapi/test/vendor-examples.ts'
import { vApiResult, vBalanceResult } from '../src/generated/valibot.gen.js'
import { createMeshClient, MeshApiError } from '../src/index.js'
import { authToken, clientId, clientSecret } from './support/secrets.js'
import { json, serve } from './support/serve.js'

test('the published examples pass the generated schemas', () => {
  expect(safeParse(vBalanceResult, vendorExamples.success).issues).toBeUndefined()
  expect(safeParse(vApiResult, vendorExamples.failure).issues).toBeUndefined()
  expect(safeParse(vBalanceResult, { content: { balances: [{ cash: '158.5' }] } }).issues).toHaveLength(1)
})

test('the published 200 example decodes to its content', async () => {
  await using server = await serve((response) => json(response, vendorExamples.success))
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl: server.url })
  expect(await mesh.getBalance({ authToken, type: 'robinhood' })).toEqual(vendorExamples.success.content)
})

test('the published 400 example decodes to an error', async () => {
  await using server = await serve((response) => json(response, vendorExamples.failure, 400))
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl: server.url })
  const failure = await mesh.getBalance({ authToken, type: 'robinhood' }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(MeshApiError)
  expect(failure).toMatchObject({ name: 'BadRequestError', httpStatus: 400, status: 'badRequest', errorType: 'missingField' })
})
