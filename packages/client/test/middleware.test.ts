import { describe, expect, test } from 'vitest'
import * as mesh from '../src/index.js'
import { fixedTransport, okAnswer } from './support/fixed-transport.js'
import { authToken, clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'

const account = { authToken, type: 'coinbase' } as const
const clientOf = (options: mesh.MeshClientOptions<'number'>) =>
  mesh.createMeshClient({
    clientId,
    clientSecret,
    retry: { minDelay: 0 },
    transport: fixedTransport(() => okAnswer()),
    ...options,
  })
const failsOnce = () => fixedTransport((_, number) => (number === 1 ? new Response('', { status: 503 }) : okAnswer()))

describe('a middleware', () => {
  test('runs around every attempt, the first one outermost', async () => {
    const order: string[] = []
    const named =
      (name: string): mesh.Middleware =>
      async (request, next, { attempt }) => {
        order.push(`${name} ${attempt} begins`)
        const response = await next(request)
        order.push(`${name} ${attempt} got ${response.status}`)
        return response
      }
    await clientOf({ middleware: [named('a'), named('b')], transport: failsOnce() }).getBalance(account)
    expect(order).toEqual([
      'a 1 begins',
      'b 1 begins',
      'b 1 got 503',
      'a 1 got 503',
      'a 2 begins',
      'b 2 begins',
      'b 2 got 200',
      'a 2 got 200',
    ])
  })

  test('runs around a call as { aroundCall }, with all its attempts inside', async () => {
    const seen: unknown[] = []
    const aroundCall: mesh.CallMiddleware = async (request, next, context) => {
      const result = await next(request)
      seen.push([context.operation, context.attempt, result.attempts])
      return result
    }
    await clientOf({ middleware: [{ aroundCall }], transport: failsOnce() }).getBalance(account)
    expect(seen).toEqual([['getBalance', 0, 2]])
  })

  test('is told one object for everything around a call', async () => {
    const calls: object[] = []
    const middleware: mesh.Middleware = {
      aroundCall: (request, next, { call }) => {
        calls.push(call)
        return next(request)
      },
      aroundAttempt: (request, next, { call }) => {
        calls.push(call)
        return next(request)
      },
    }
    const client = clientOf({ middleware: [middleware], transport: failsOnce() })
    await client.getBalance(account)
    await client.getBalance(account)
    expect(new Set(calls.slice(0, 3)).size).toBe(1)
    expect(new Set(calls).size).toBe(2)
  })

  test('may add headers, but neither see nor replace credentials', async () => {
    const sent: Readonly<Record<string, string>>[] = []
    const seen: unknown[] = []
    const transport = fixedTransport(({ headers }) => {
      sent.push(headers)
      return okAnswer()
    })
    const add: mesh.Middleware = async (request, next, context) => {
      const response = await next({ ...request, headers: { ...request.headers, 'x-trace': '1' } })
      seen.push(request, context, response)
      return response
    }
    await clientOf({ middleware: [add], transport }).getBalance(account, { headers: { 'X-Own': '2' } })
    expect(sent).toEqual([expect.objectContaining({ 'x-trace': '1', 'x-own': '2', 'x-client-secret': clientSecret })])
    expectNoSecretIn(seen)
  })

  test('is told when it changes headers in place, which other calls share', async () => {
    const change: mesh.Middleware = (request, next) => {
      Object.assign(request.headers, { 'x-own': '1' })
      return next(request)
    }
    await expect(clientOf({ middleware: [change], retry: false }).getBalance(account)).rejects.toMatchObject({
      message: 'getBalance failed in a middleware; cause says how.',
      cause: expect.any(TypeError),
    })
  })

  test('may send a call twice at once; one that fails does not end the body of the other', async () => {
    let sent = 0
    let failed = () => {}
    const afterFailure = new Promise<void>((resolve) => {
      failed = resolve
    })
    const transport: mesh.Transport = async () => {
      sent += 1
      // The body of the second one begins at once, and goes on when the first one has failed.
      if (sent === 1) {
        await new Promise((resolve) => setTimeout(resolve))
        throw new Error('reset')
      }
      const body = new ReadableStream<Uint8Array>({
        start: async (controller) => {
          controller.enqueue(Buffer.from('{"status":"ok",'))
          await afterFailure
          try {
            controller.enqueue(Buffer.from('"content":{"balances":[]}}'))
            controller.close()
          } catch {}
        },
      })
      return new Response(body)
    }
    const aroundCall: mesh.CallMiddleware = async (request, next) => {
      const first = next(request)
      const second = next(request)
      await first.catch(failed)
      return second
    }
    expect(await clientOf({ middleware: [{ aroundCall }], transport, retry: false }).getBalance(account)).toEqual({
      balances: [],
    })
  })

  test('may answer by itself', async () => {
    const body = '{"status":"ok","content":{"totalCashUsdValue":7}}'
    const cached: mesh.Middleware = async () => ({ status: 200, headers: new Headers(), text: () => body })
    expect(await clientOf({ middleware: [cached] }).getBalance(account)).toEqual({ totalCashUsdValue: 7 })
  })

  test.each<[string, mesh.Middleware]>([
    [
      'around an attempt',
      () => {
        throw new Error('broken')
      },
    ],
    [
      'around an attempt, after the answer',
      async (request, next) => {
        await next(request)
        throw new Error('broken')
      },
    ],
    [
      'around a call',
      {
        aroundCall: () => {
          throw new Error('broken')
        },
      },
    ],
  ])('that throws %s rejects the call with its error as cause, once', async (_, middleware) => {
    let sent = 0
    const transport = fixedTransport(() => {
      sent += 1
      return okAnswer()
    })
    const failure = await clientOf({ middleware: [middleware], transport })
      .getBalance(account)
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(mesh.MeshError)
    expect(failure).toMatchObject({ message: 'getBalance failed in a middleware; cause says how.', cause: { message: 'broken' } })
    expect(sent).toBeLessThanOrEqual(1)
  })

  test.each([undefined, null, 7, {}, { status: 200 }, { status: 'ok', headers: {}, text: 'x' }])(
    'that answers with %j rejects the call',
    async (answer) => {
      for (const middleware of [async () => answer, { aroundCall: async () => answer }] as unknown as mesh.Middleware[]) {
        const call = clientOf({ middleware: [middleware] }).getBalance(account)
        await expect(call).rejects.toBeInstanceOf(mesh.MeshError)
      }
    },
  )

  test('lets errors of the call pass as they are', async () => {
    const seen: unknown[] = []
    const middleware: mesh.Middleware = {
      aroundCall: async (request, next) =>
        await next(request).catch((error: unknown) => {
          seen.push(error)
          throw error
        }),
    }
    const transport = fixedTransport(() => Response.json({ status: 'locked' }))
    await expect(clientOf({ middleware: [middleware], transport }).getBalance(account)).rejects.toBeInstanceOf(mesh.LockedError)
    expect(seen).toEqual([expect.any(mesh.LockedError)])
  })

  test('around a call ends with the signal, too', async () => {
    const controller = new AbortController()
    const call = clientOf({ middleware: [{ aroundCall: () => new Promise(() => {}) }] }).getBalance(account, {
      signal: controller.signal,
    })
    controller.abort('enough')
    await expect(call).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' })
  })

  test.each<[string, mesh.Middleware]>([
    ['an attempt', () => new Promise(() => {})],
    ['a call', { aroundCall: () => new Promise(() => {}) }],
  ])('that never ends around %s is ended by the time limits', async (_, middleware) => {
    const call = clientOf({ middleware: [middleware], timeout: 20, totalTimeout: 40 }).getBalance(account)
    await expect(call).rejects.toBeInstanceOf(mesh.MeshTimeoutError)
  })
})
