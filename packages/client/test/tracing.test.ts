import { SpanKind, SpanStatusCode, type Tracer, type TracerProvider } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { expect, test } from 'vitest'
import * as mesh from '../src/index.js'
import { tracing } from '../src/opentelemetry.js'
import { fixedTransport, okAnswer } from './support/fixed-transport.js'
import { authToken, clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'

const account = { authToken, type: 'coinbase' } as const

const traced = (transport: mesh.Transport, options: mesh.MeshClientOptions<'number'> = {}) => {
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const middleware = [tracing({ tracerProvider })]
  const client = mesh.createMeshClient({ clientId, clientSecret, retry: { minDelay: 0 }, transport, middleware, ...options })
  return { client, spans: () => exporter.getFinishedSpans() }
}

test('a call is one CLIENT span, with an event for every further attempt', async () => {
  const { client, spans } = traced(fixedTransport((_, number) => (number < 3 ? new Response('', { status: 503 }) : okAnswer())))
  await client.getBalance(account)
  expect(spans()).toHaveLength(1)
  const [span] = spans()
  expect(span).toMatchObject({
    name: 'POST /api/v1/balance/get',
    kind: SpanKind.CLIENT,
    status: { code: SpanStatusCode.UNSET },
    attributes: {
      'http.request.method': 'POST',
      'url.template': '/api/v1/balance/get',
      'url.full': 'https://integration-api.meshconnect.com/api/v1/balance/get',
      'server.address': 'integration-api.meshconnect.com',
      'server.port': 443,
      'http.response.status_code': 200,
      'http.request.resend_count': 2,
    },
  })
  expect(span?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
    ['retry', { 'http.request.resend_count': 1 }],
    ['retry', { 'http.request.resend_count': 2 }],
  ])
})

test('a failure is an error by its class, with nothing of what the API said', async () => {
  const answer = { status: 'locked', message: `You sent ${authToken}.`, displayMessage: 'Locked.', errorData: { clientSecret } }
  const { client, spans } = traced(fixedTransport(() => Response.json(answer)))
  await expect(client.getBalance(account)).rejects.toBeInstanceOf(mesh.LockedError)
  expect(spans()[0]).toMatchObject({
    status: { code: SpanStatusCode.ERROR },
    attributes: { 'error.type': 'LockedError', 'http.response.status_code': 200 },
  })
  const { attributes, events, status } = spans()[0] ?? {}
  expectNoSecretIn({ attributes, events, status })
  expect(JSON.stringify({ attributes, events, status })).not.toContain('Locked.')
})

test('a call without an answer has no HTTP status', async () => {
  const { client, spans } = traced(() => Promise.reject(new Error('down')), { baseUrl: 'http://localhost:1234' })
  await expect(client.getBalance(account)).rejects.toBeInstanceOf(mesh.MeshConnectionError)
  expect(spans()[0]?.attributes).toMatchObject({
    'error.type': 'MeshConnectionError',
    'server.address': 'localhost',
    'server.port': 1234,
  })
  expect(spans()[0]?.attributes).not.toHaveProperty(['http.response.status_code'])
})

test.each<[string, TracerProvider]>([
  [
    'has no tracer',
    {
      getTracer: () => {
        throw new Error('telemetry')
      },
    },
  ],
  [
    'cannot start a span',
    {
      getTracer: () =>
        ({
          startSpan: () => {
            throw new Error('telemetry')
          },
        }) as unknown as Tracer,
    },
  ],
  ['starts spans that fail', { getTracer: () => ({ startSpan: () => ({}) }) as unknown as Tracer }],
])('telemetry that %s does not fail a call', async (_, tracerProvider) => {
  const transport = fixedTransport((_request, number) =>
    number === 1 ? new Response('', { status: 503 }) : okAnswer({ totalCashUsdValue: 1 }),
  )
  const client = mesh.createMeshClient({
    clientId,
    clientSecret,
    retry: { minDelay: 0 },
    transport,
    middleware: [tracing({ tracerProvider })],
  })
  expect(await client.getBalance(account)).toEqual({ totalCashUsdValue: 1 })
})

test('without a provider of its own it uses the global one, which may do nothing', async () => {
  const client = mesh.createMeshClient({
    clientId,
    clientSecret,
    transport: fixedTransport(() => okAnswer()),
    middleware: [tracing()],
  })
  expect(await client.getBalance(account)).toEqual({ balances: [] })
})
