import { document } from '@mesh-balance/openapi'
import { createLogger } from '@stoplight/prism-core'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createServer } from '@stoplight/prism-http-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../src/index.js'
import { credentials, json, namedExamples, type RequestParts, send } from './mesh-request.js'

// The socket layer is our own, so Prism's own server says what its engine would have answered there.
let mock: MockServer
let prismUrl: string
const prism = createServer(await getHttpOperationsFromSpec(structuredClone<object>(document)), {
  cors: true,
  config: {
    checkSecurity: true,
    validateRequest: true,
    validateResponse: true,
    errors: false,
    isProxy: false,
    upstreamProxy: undefined,
    mock: { dynamic: false },
  },
  components: { logger: createLogger('prism', { level: 'silent' }) },
})

beforeAll(async () => {
  mock = await startMockServer()
  prismUrl = await prism.listen(0, '127.0.0.1')
})
afterAll(() => Promise.all([mock.close(), prism.close()]))

const requests: Record<string, RequestParts> = {
  'a valid request': {},
  'no credentials': { headers: json },
  'an empty token': { body: JSON.stringify({ authToken: '', type: 'coinbase' }) },
  'an unknown type': { body: JSON.stringify({ authToken: 'x', type: 'nope' }) },
  'missing fields': { body: '{}' },
  'no body': { body: null },
  'a wrong content type': { headers: { ...credentials, 'Content-Type': 'text/plain' } },
  'an origin': { headers: { ...credentials, ...json, Origin: 'http://localhost' } },
  'a code that the document does not list': { headers: { ...credentials, ...json, Prefer: 'code=418, example=conflict' } },
  'an Accept header of browsers': { headers: { ...credentials, ...json, Accept: 'application/json, text/plain, */*' } },
  ...Object.fromEntries(
    namedExamples.map(({ name, httpStatus }) => [
      `the scenario ${name}`,
      { headers: { ...credentials, ...json, Prefer: `code=${httpStatus}, example=${name}` } },
    ]),
  ),
}

async function seen(response: Response): Promise<object> {
  const { date: _, ...headers } = Object.fromEntries(response.headers)
  return { status: response.status, headers, body: await response.text() }
}

test.for(Object.entries(requests))("%s gets what Prism's own server answers", async ([, parts]) => {
  expect(await seen(await send(mock.url, parts))).toEqual(await seen(await send(prismUrl, parts)))
})
