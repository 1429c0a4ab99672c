import { describe, expect, test, vi } from 'vitest'
import * as mesh from '../src/index.js'
import { failureOf } from './support/failure-of.js'
import { fixedTransport, okAnswer } from './support/fixed-transport.js'
import { authToken, clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'

const account = { authToken, type: 'coinbase' } as const
const clientOf = (transport: mesh.Transport, options: mesh.MeshClientOptions = {}) =>
  mesh.createMeshClient({ clientId, clientSecret, retry: false, transport, ...options })
const locked = fixedTransport(() => Response.json({ status: 'locked' }))
const throwing = (name: string): object =>
  Object.defineProperty({}, name, {
    enumerable: true,
    get: () => {
      throw new Error(`${authToken} ${clientSecret}`)
    },
  })

describe('an argument or an option', () => {
  test.each(['headers', 'signal', 'retry', 'timeout'])('whose %s cannot be read is a MeshConfigError', async (name) => {
    const failure = await failureOf(clientOf(locked).getBalance(account, throwing(name)))
    expect(failure).toMatchObject({
      name: 'MeshConfigError',
      message: 'getBalance: the argument or one of the options cannot be read.',
    })
  })

  test('of null is as good as none', async () => {
    const options = { retry: null, headers: null } as unknown as mesh.CallOptions
    expect(await failureOf(clientOf(locked, { retry: null as unknown as false }).getBalance(account, options))).toBeInstanceOf(
      mesh.LockedError,
    )
  })

  test('that is half of a pair of characters does no harm', async () => {
    const half = `${authToken}\ud83d`
    for (const transport of [locked, () => Promise.reject(new Error(`sent ${half}`))]) {
      expect(await failureOf(clientOf(transport).getBalance({ ...account, authToken: half }))).toBeInstanceOf(mesh.MeshError)
    }
  })
})

describe('a middleware', () => {
  test('that comes late sends nothing', async () => {
    const sent = vi.fn(async () => okAnswer())
    let goOn = () => {}
    const late = new Promise<void>((resolve) => {
      goOn = resolve
    })
    for (const middleware of [
      {
        aroundCall: async (request, next) => {
          await late
          return await next(request)
        },
      },
      {
        aroundAttempt: async (request, next) => {
          await late
          return await next(request)
        },
      },
    ] satisfies mesh.Middleware[]) {
      const failure = await failureOf(
        clientOf(sent, { middleware: [middleware], timeout: 10, totalTimeout: 10 }).getBalance(account),
      )
      expect(failure).toBeInstanceOf(mesh.MeshTimeoutError)
    }
    goOn()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(sent).not.toHaveBeenCalled()
  })

  test('around a call leaves the number of attempts as it is', async () => {
    let attempts = 0
    const stuckAtLast = fixedTransport(async ({ signal }) => {
      attempts += 1
      if (attempts === 3) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      return new Response('', { status: 503 })
    })
    const middleware: mesh.Middleware[] = [{ aroundCall: (request, next) => next(request) }]
    const client = clientOf(stuckAtLast, { middleware, totalTimeout: 2000, retry: { maxRetries: 100, minDelay: 0 } })
    const failure = await failureOf(client.getBalance(account))
    expect(failure).toBeInstanceOf(mesh.MeshTimeoutError)
    expect(failure).toMatchObject({ attempts: 3 })
  })

  test('that throws before it awaits what it began does not end the process', async () => {
    const middleware: mesh.Middleware[] = [
      (request, next) => {
        void next(request)
        throw new Error('own')
      },
    ]
    const failure = await failureOf(clientOf(() => Promise.reject(new Error('down')), { middleware }).getBalance(account))
    expect(failure.cause).toMatchObject({ message: 'own' })
  })

  test.each([{ 'X-Client-Secret': 'other' }, { 'x-own': 'a\nb' }, { 'content-length': '5' }])(
    'that adds the headers %j is refused',
    async (headers) => {
      const middleware: mesh.Middleware[] = [
        (request, next) => next({ ...request, headers: { ...request.headers, ...headers } as Record<string, string> }),
      ]
      expect(await failureOf(clientOf(locked, { middleware }).getBalance(account))).toBeInstanceOf(mesh.MeshConfigError)
    },
  )

  test('that answers with a Response, whose text is a promise, is refused', async () => {
    const middleware = [async () => Response.json({ status: 'ok', content: {} })] as unknown as mesh.Middleware[]
    expect((await failureOf(clientOf(locked, { middleware }).getBalance(account))).cause).toBeInstanceOf(TypeError)
  })

  test('is not blamed for what a transport throws', async () => {
    const broken = {
      status: 200,
      body: null,
      headers: {
        get: () => null,
        [Symbol.iterator]: () => {
          throw new Error(`${authToken} ${clientSecret}`)
        },
      },
    }
    const middleware: mesh.Middleware[] = [{ aroundCall: (request, next) => next(request) }]
    const transport = async () => broken as unknown as mesh.TransportResponse
    const failure = await failureOf(clientOf(transport, { middleware }).getBalance(account))
    expectNoSecretIn(failure)
  })
})

describe('what a server quotes', () => {
  test('in a header does not reach a middleware or the caller', async () => {
    const quoting = fixedTransport(() =>
      Response.json({ status: 'ok', content: {} }, { headers: { 'x-echo': `${clientSecret} ${authToken}`, 'x-id': '7' } }),
    )
    const seen: string[] = []
    const middleware: mesh.Middleware[] = [
      async (request, next) => {
        const response = await next(request)
        seen.push(...[...response.headers].flat())
        return response
      },
    ]
    const { response } = await clientOf(quoting, { middleware }).getBalance(account).withResponse()
    expect([...response.headers]).toContainEqual(['x-echo', '[redacted] [redacted]'])
    expect(response.headers.get('x-id')).toBe('7')
    expectNoSecretIn([seen, [...response.headers]])
  })

  test.each([
    JSON.stringify(JSON.stringify({ a: 'to"k&en/é=' })),
    'to&quot;k&amp;en/é=',
    'TO"K&EN/É=',
    'to%22k%26en%2f%c3%a9%3d',
    'to%22k&en/%C3%A9=',
  ])('in the form %s is replaced', async (message) => {
    const transport = fixedTransport(() => Response.json({ status: 'locked', message }))
    const failure = await clientOf(transport)
      .getBalance({ ...account, authToken: 'to"k&en/é=' })
      .catch((error: unknown) => error)
    expect((failure as Error).message).toContain('[redacted]')
  })

  test.each([
    ['====', '%3D'.repeat(300_000)],
    ['/ab+/cd==', '!'.repeat(900_000)],
    ['+/+/+/+/ab', '!aaaaa'.repeat(150_000)],
    ['\\\\\\ab', '\\'.repeat(900_000)],
    ['&&&&&ab', '&aaaaa'.repeat(150_000)],
    ['\\-'.repeat(20), `${'\\\\\\-'.repeat(19)}!`.repeat(10_000)],
    ['-\\'.repeat(20), `${'&#45;%5c'.repeat(19)}!`.repeat(5000)],
    ['\ud800a'.repeat(20), 'a'.repeat(900_000)],
  ])('is looked for in no more than a moment: the token %s', async (token, message) => {
    const transport = fixedTransport(() => Response.json({ status: 'locked', message, displayMessage: 'seen' }))
    // An expression that backtracks takes longer than the runner waits.
    const failure = await clientOf(transport)
      .getBalance({ ...account, authToken: token })
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'LockedError', displayMessage: 'seen' })
  })

  test('as the host of a redirect is replaced, whatever its case', async () => {
    const location = `https://${clientSecret.toUpperCase()}.example/`
    const failure = await failureOf(
      clientOf(fixedTransport(() => new Response('', { status: 302, headers: { location } }))).getBalance(account),
    )
    expect(failure.message.toLowerCase()).not.toContain(clientSecret.toLowerCase())
  })

  test('at length is cut in the message', async () => {
    const failure = await failureOf(
      clientOf(fixedTransport(() => Response.json({ status: 'locked', message: 'a'.repeat(1e6) }))).getBalance(account),
    )
    expect(failure.message.length).toBeLessThan(1200)
  })
})

describe('a redirect', () => {
  /** As every browser gives it: its type stands on the prototype, its status is 0, its target is hidden. */
  class OpaqueRedirect {
    get type() {
      return 'opaqueredirect'
    }
    get status() {
      return 0
    }
    get headers() {
      return new Headers()
    }
    get body() {
      return null
    }
  }

  test('that a browser hides is one', async () => {
    const failure = await failureOf(
      clientOf(async () => new OpaqueRedirect() as unknown as mesh.TransportResponse).getBalance(account),
    )
    expect(failure).toMatchObject({
      name: 'MeshInvalidResponseError',
      message: expect.stringContaining('HTTP status 0, a redirect. Redirects are not followed'),
    })
  })

  test.each([
    [302, '/other', 'a redirect to https://integration-api.meshconnect.com.'],
    [302, 'data:text/plain,x', 'a redirect. '],
    [304, undefined, 'HTTP status 304, which is no answer of this API.'],
  ])('%i to %s is told as it is, and its body is not left open', async (status, location, message) => {
    let cancelled = false
    const body =
      status === 304
        ? null
        : new ReadableStream({
            cancel: () => {
              cancelled = true
            },
          })
    const response = new Response(body, { status, headers: location === undefined ? {} : { location } })
    expect((await failureOf(clientOf(async () => response).getBalance(account))).message).toContain(message)
    expect(cancelled).toBe(body !== null)
  })
})

test('a body that stalls is cancelled, whatever the transport does with the signal', async () => {
  let cancelled = false
  const body = new ReadableStream({
    cancel: () => {
      cancelled = true
    },
  })
  expect(await failureOf(clientOf(async () => new Response(body), { timeout: 10 }).getBalance(account))).toBeInstanceOf(
    mesh.MeshTimeoutError,
  )
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(cancelled).toBe(true)
})

test('a body of a library that has no web streams is a MeshConfigError', async () => {
  const response = { status: 200, headers: new Headers(), body: { pipe: () => {} } } as unknown as mesh.TransportResponse
  expect(await failureOf(clientOf(async () => response).getBalance(account))).toBeInstanceOf(mesh.MeshConfigError)
})

test.each([
  [
    'a token that only the person can renew',
    { status: 'badRequest', errorType: 'unauthorizedToken' },
    500,
    'ReconnectRequiredError',
  ],
  ['wrong credentials', { status: 'serverFailure' }, 401, 'AuthenticationError'],
])('%s is not asked about twice', async (_, envelope, status, name) => {
  const failure = await failureOf(
    clientOf(
      fixedTransport(() => Response.json(envelope, { status })),
      { retry: 2 },
    ).getBalance(account),
  )
  expect(failure).toMatchObject({ name, attempts: 1 })
})

test('a wait that no timer can hold is not begun', async () => {
  const asking = fixedTransport(() => new Response('', { status: 429, headers: { 'retry-after': '3000000' } }))
  const failure = await failureOf(
    clientOf(asking, { retry: { maxRetryAfter: Infinity }, totalTimeout: Infinity }).getBalance(account),
  )
  expect(failure).toMatchObject({ attempts: 1, retryAfter: 3e9 })
})

test('a logger that fails later does not end the process', async () => {
  const line = async () => {
    throw new Error('disk full')
  }
  const logger: mesh.Logger = { debug: line, info: line, warn: line, error: line }
  expect(await failureOf(clientOf(locked, { logger }).getBalance(account))).toBeInstanceOf(mesh.LockedError)
})

test('a call that its caller has ended is no error in the log', async () => {
  const levels: string[] = []
  const logger = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [level, () => levels.push(level)]),
  ) as unknown as mesh.Logger
  const controller = new AbortController()
  const call = clientOf(() => new Promise(() => {}), { logger }).getBalance(account, { signal: controller.signal })
  await Promise.resolve()
  controller.abort()
  await failureOf(call)
  expect(levels).not.toContain('error')
})
