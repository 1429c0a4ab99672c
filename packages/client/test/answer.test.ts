import { describe, expect, test } from 'vitest'
import * as mesh from '../src/index.js'
import { failureOf } from './support/failure-of.js'
import { authToken, clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'
import { json, serve } from './support/serve.js'

type Answer = Parameters<typeof serve>[0]

const call = async (answer: Answer, options: mesh.CallOptions = {}) => {
  await using server = await serve(answer)
  // Each answer is looked at once; retries have tests of their own.
  const client = mesh.createMeshClient({ clientId, clientSecret, baseUrl: server.url, retry: false })
  return await client.getBalance({ authToken, type: 'coinbase' }, options).withResponse()
}

const failureOfAnswer = (answer: Answer, options?: mesh.CallOptions) => failureOf(call(answer, options))

const raw =
  (body: string, httpStatus = 200, type = 'application/json'): Answer =>
  (response) =>
    response.writeHead(httpStatus, { 'content-type': type }).end(body)

describe('a result', () => {
  const envelope = {
    status: 'ok',
    message: '',
    content: { balances: [{ currencyCode: 'USD', cash: -102.88 }] },
    errorHash: 'new',
  }

  test('is the content; the rest comes with it, unknown fields included', async () => {
    expect(await call((response) => json(response, envelope, 200, { 'x-request-id': 'r1' }))).toEqual({
      data: envelope.content,
      envelope,
      response: { status: 200, headers: expect.any(Headers) },
      attempts: 1,
    })
  })

  test('may come with unknown enum values', async () => {
    const content = { balances: [{ currencyCode: 'not a currency', kind: 'new' }] }
    expect((await call((response) => json(response, { status: 'ok', content }))).data).toEqual(content)
  })
})

test.each([1, 2, 7])('a body that comes in pieces of %i bytes is one text', async (size) => {
  const content = { note: '€ 1.50 – 𝒙' }
  const bytes = Buffer.from(JSON.stringify({ status: 'ok', content }))
  const { data } = await call(async (response) => {
    response.writeHead(200, { 'content-length': bytes.length })
    for (let at = 0; at < bytes.length; at += size) {
      await new Promise((resolve) => response.write(bytes.subarray(at, at + size), resolve))
    }
    response.end()
  })
  expect(data).toEqual(content)
})

describe('a failing status', () => {
  const statuses = [
    ['serverFailure', 500, mesh.ServerFailureError],
    ['permissionDenied', 403, mesh.PermissionDeniedError],
    ['badRequest', 400, mesh.BadRequestError],
    ['notFound', 404, mesh.NotFoundError],
    ['conflict', 409, mesh.ConflictError],
    ['tooManyRequest', 429, mesh.TooManyRequestError],
    ['locked', 423, mesh.LockedError],
    ['unavailableForLegalReasons', 451, mesh.UnavailableForLegalReasonsError],
  ] as const

  test.each(statuses)('%s under HTTP 200 has its class', async (status, _, ErrorClass) => {
    const failure = await failureOfAnswer((response) =>
      json(response, { status, message: 'No.', errorType: 'someType', displayMessage: 'Sorry.' }),
    )
    expect(failure).toBeInstanceOf(ErrorClass)
    expect(failure.name).toBe(ErrorClass.name)
    expect(failure).toMatchObject({
      httpStatus: 200,
      status,
      errorType: 'someType',
      displayMessage: 'Sorry.',
      attempts: 1,
      operation: 'getBalance',
    })
    expect(failure.message).toBe(
      `getBalance failed with HTTP status 200, status ${status}, errorType someType: No. ${ErrorClass.advice}`,
    )
  })

  test.each(statuses)('%s is told by HTTP status %i alone', async (_, httpStatus, ErrorClass) => {
    for (const body of ['', '<html>no</html>', '{"title":"problem"}', '{"sta', '[]', '"text"', 'null']) {
      const failure = await failureOfAnswer(raw(body, httpStatus, 'text/html'))
      expect(failure).toBeInstanceOf(ErrorClass)
      expect(failure).toMatchObject({ httpStatus, status: undefined, errorType: undefined })
    }
  })

  test.each([502, 503, 504, 599])('HTTP status %i is a failure of the server', async (httpStatus) =>
    expect(await failureOfAnswer(raw('<html>', httpStatus))).toBeInstanceOf(mesh.ServerFailureError),
  )

  test('the status of the envelope tells more than an HTTP status that is another', async () =>
    expect(await failureOfAnswer((response) => json(response, { status: 'locked' }, 400))).toBeInstanceOf(mesh.LockedError))

  test('an HTTP failure is one, whatever the envelope says', async () => {
    const failure = await failureOfAnswer((response) => json(response, { status: 'ok', content: {} }, 404))
    expect(failure).toBeInstanceOf(mesh.NotFoundError)
    expect(failure).toMatchObject({ status: 'ok' })
  })

  test.each([200, 418])('an unknown status under HTTP %i is a plain MeshApiError that keeps it', async (httpStatus) => {
    const failure = await failureOfAnswer((response) =>
      json(response, { status: 'frozen', errorType: 'unheardOf', errorData: { a: 1 } }, httpStatus),
    )
    expect(failure.name).toBe('MeshApiError')
    expect(failure).toMatchObject({ httpStatus, status: 'frozen', errorType: 'unheardOf', errorData: { a: 1 } })
  })

  test('fields of the wrong type are left out', async () => {
    const failure = await failureOfAnswer((response) =>
      json(response, { status: 7, message: { a: 1 }, errorType: '', displayMessage: null }, 400),
    )
    expect(failure).toMatchObject({ name: 'BadRequestError', status: undefined, errorType: undefined, displayMessage: undefined })
  })

  test.each(['constructor', 'toString', '__proto__'])('%s is an unknown status like any other', async (status) => {
    const failure = await failureOfAnswer(raw(`{"status":"${status}"}`))
    expect(failure.name).toBe('MeshApiError')
    expect(failure).toMatchObject({ httpStatus: 200, status })
  })

  test('the id of the request may have another name', async () => {
    const failure = await failureOfAnswer((response) => json(response, { status: 'locked' }, 423, { 'request-id': 'r8' }))
    expect(failure).toMatchObject({ requestId: 'r8', retryAfter: undefined })
  })

  test('headers tell when to repeat it and which request it was', async () => {
    const failure = await failureOfAnswer((response) =>
      json(response, { status: 'tooManyRequest' }, 429, { 'retry-after': '3', 'x-request-id': 'r7' }),
    )
    expect(failure).toMatchObject({ retryAfter: 3000, requestId: 'r7' })
  })
})

describe('a token that the person must renew', () => {
  test.each([
    { status: 'badRequest', errorType: 'unauthorizedToken' },
    { status: 'badRequest', message: 'Unauthorized token' },
  ])('is told by %j', async (envelope) => {
    for (const httpStatus of [200, 400]) {
      const failure = await failureOfAnswer((response) => json(response, envelope, httpStatus))
      expect(failure).toBeInstanceOf(mesh.ReconnectRequiredError)
      expect(failure).toBeInstanceOf(mesh.BadRequestError)
      expect(failure.message).toContain('connect the account again')
    }
  })

  test('is not told by an authToken that was never one', async () => {
    const failure = await failureOfAnswer((response) =>
      json(response, { status: 'badRequest', errorType: 'invalidIntegrationToken' }, 400),
    )
    expect(failure).not.toBeInstanceOf(mesh.ReconnectRequiredError)
  })
})

test.each(['', '{"status":"badRequest"}', '<html>'])(
  'HTTP status 401 means wrong credentials, with the body %j',
  async (body) => {
    const failure = await failureOfAnswer(raw(body, 401))
    expect(failure).toBeInstanceOf(mesh.AuthenticationError)
    expect(failure.message).toContain('Check clientId, clientSecret')
  },
)

describe('an answer that is none of this API', () => {
  test.each([
    ['HTML', '<html><body>Welcome</body></html>', 'HTML in place of JSON'],
    ['nothing', '', 'an empty body'],
    ['white space', ' \n', 'an empty body'],
    ['broken off JSON', '{"status":"ok","content":{"bal', 'JSON that is broken off'],
    ['HTML after white space', ' \n<html>', 'HTML in place of JSON'],
    ['text with a tag in it', 'a < b', 'a body that is not the envelope'],
    ['text with a brace in it', 'a {', 'a body that is not the envelope'],
    ['broken off JSON after white space', ' {"a"', 'JSON that is broken off'],
    ['an array', '[]', 'not the envelope'],
    ['a number', '7', 'a body that is not the envelope'],
    ['a string', '"ok"', 'not the envelope'],
    ['null', 'null', 'not the envelope'],
    ['another object', '{"content":{}}', 'it has no status'],
    ['a status that is no string', '{"status":1,"content":{}}', 'it has no status'],
    ['success without content', '{"status":"ok"}', 'status ok, but without content'],
    ['success with null for content', '{"status":"ok","content":null}', 'status ok, but without content'],
  ])('%s', async (_, body, reason) => {
    const failure = await failureOfAnswer(raw(body))
    expect(failure).toBeInstanceOf(mesh.MeshInvalidResponseError)
    expect(failure).toMatchObject({ httpStatus: 200 })
    expect(failure.message).toContain(reason)
  })

  test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed, and names the origin only', async (httpStatus) => {
    await using other = await serve((response) => json(response, { status: 'ok', content: {} }))
    const failure = await failureOfAnswer((response) =>
      response.writeHead(httpStatus, { location: `${other.url}/steal?token=${authToken}` }).end(),
    )
    expect(failure).toBeInstanceOf(mesh.MeshInvalidResponseError)
    expect(failure.message).toContain(`a redirect to ${other.url}. Redirects are not followed`)
    expect(other.received).toEqual([])
  })
})

describe('no whole answer', () => {
  test.each<[string, Answer]>([
    ['a reset before the headers', (response) => response.socket?.destroy()],
    [
      'a body that is broken off',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"status":')
        setTimeout(() => response.socket?.destroy(), 10)
      },
    ],
  ])('%s is a connection error', async (_, answer) => {
    const failure = await failureOfAnswer(answer)
    expect(failure).toBeInstanceOf(mesh.MeshConnectionError)
    expect(failure.cause).toBeInstanceOf(Error)
  })

  test('a server that is not there is a connection error that names the origin', async () => {
    const server = await serve(() => {})
    await server[Symbol.asyncDispose]()
    const client = mesh.createMeshClient({ clientId, clientSecret, baseUrl: server.url, retry: false })
    const failure = await client.getBalance({ authToken, type: 'coinbase' }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(mesh.MeshConnectionError)
    expect((failure as Error).message).toContain(server.url)
    expectNoSecretIn(failure)
  })

  test.each<[string, Answer]>([
    ['no headers', () => {}],
    ['a body that stalls', (response) => void response.writeHead(200, { 'content-length': '1000' }).write('{')],
  ])('%s within the timeout is a timeout', async (_, answer) => {
    const failure = await failureOfAnswer(answer, { timeout: 50 })
    expect(failure).toBeInstanceOf(mesh.MeshTimeoutError)
    expect(failure.message).toBe('getBalance got no whole answer within 50 ms (timeout), at attempt 1.')
  })
})

describe('a signal', () => {
  test.each<[string, Answer]>([
    ['before the headers', () => {}],
    ['in the body', (response) => void response.writeHead(200, { 'content-length': '1000' }).write('{')],
  ])('ends a call %s, with its reason', async (_, answer) => {
    const controller = new AbortController()
    const failure = await failureOfAnswer(
      (response, received) => {
        answer(response, received)
        setTimeout(() => controller.abort('enough'), 10)
      },
      { signal: controller.signal },
    )
    expect(failure).toBeInstanceOf(mesh.MeshAbortError)
    expect(failure).toMatchObject({ name: 'AbortError', cause: 'enough' })
  })

  test('that was aborted before sends nothing', async () => {
    await using server = await serve(() => {})
    const client = mesh.createMeshClient({ clientId, clientSecret, baseUrl: server.url })
    const signal = AbortSignal.abort('too late')
    await expect(client.getBalance({ authToken, type: 'coinbase' }, { signal })).rejects.toMatchObject({
      name: 'AbortError',
      cause: 'too late',
    })
    expect(server.received).toEqual([])
  })
})

test('a server that quotes the secrets does not get them into an error', async () => {
  const quote = `You sent ${authToken} with ${clientSecret}.`
  const failure = await failureOfAnswer((response) =>
    json(
      response,
      { status: 'badRequest', message: quote, displayMessage: quote, errorType: authToken, errorData: { [authToken]: [quote] } },
      400,
    ),
  )
  expect(failure).toMatchObject({ displayMessage: 'You sent [redacted] with [redacted].', errorType: '[redacted]' })
})
