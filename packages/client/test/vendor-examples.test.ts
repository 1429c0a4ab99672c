import { safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { vApiResult, vBalanceResult } from '../src/generated/valibot.gen.js'
import { createMeshClient, MeshApiError } from '../src/index.js'
import { authToken, clientId, clientSecret } from './support/secrets.js'
import { json, serve } from './support/serve.js'

/** As the vendor publishes them. The totals of the first contradict its own lines, which is no business of a client. */
const published = {
  success: {
    content: {
      balances: [
        { currencyCode: 'USD', cash: 158.5, buyingPower: 258.5 },
        { currencyCode: 'EUR', cash: 10, buyingPower: 10 },
      ],
      totalCashUsdValue: 10,
      totalBuyingPowerUsdValue: 10,
    },
    status: 'ok',
    message: '',
    errorType: '',
  },
  failure: { status: 'badRequest', message: 'A required field is missing.', errorType: 'missingField' },
}

test('the published examples pass the generated schemas', () => {
  expect(safeParse(vBalanceResult, published.success).issues).toBeUndefined()
  expect(safeParse(vApiResult, published.failure).issues).toBeUndefined()
  expect(safeParse(vBalanceResult, { content: { balances: [{ cash: '158.5' }] } }).issues).toHaveLength(1)
})

test('the published 200 example decodes to its content', async () => {
  await using server = await serve((response) => json(response, published.success))
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl: server.url })
  expect(await mesh.getBalance({ authToken, type: 'robinhood' })).toEqual(published.success.content)
})

test('the published 400 example decodes to an error', async () => {
  await using server = await serve((response) => json(response, published.failure, 400))
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl: server.url })
  const failure = await mesh.getBalance({ authToken, type: 'robinhood' }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(MeshApiError)
  expect(failure).toMatchObject({ name: 'BadRequestError', httpStatus: 400, status: 'badRequest', errorType: 'missingField' })
})
