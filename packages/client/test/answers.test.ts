import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import * as mesh from '../src/index.js'
import { fixedTransport, okAnswer } from './support/fixed-transport.js'
import { authToken, clientId, clientSecret, expectNoSecretIn } from './support/secrets.js'

// The same cases each time, so that a change is judged by what it changes; `TEST_SEED` looks for others.
fc.configureGlobal({ seed: Number(process.env['TEST_SEED'] ?? 1) })

const account = { authToken, type: 'coinbase' } as const
const raw = (body: BodyInit, init?: ResponseInit) => fixedTransport(() => new Response(body, init))

describe('exact numbers', () => {
  const exact = (content: string, options: Omit<mesh.MeshClientOptions<'exact'>, 'numbers'> = {}) =>
    mesh.createMeshClient({
      clientId,
      clientSecret,
      numbers: 'exact',
      transport: raw(`{"status":"ok","content":${content}}`),
      ...options,
    })

  test('are the text that the server sent', async () => {
    const numbers = ['0.1', '12345678901234567.89', '-102.88', '1e-18', '1E+400', '-0', '0.10', '100', '0.30000000000000004']
    const content = `{"balances":[${numbers.map((cash) => `{"cash":${cash}}`).join()}],"totalCashUsdValue":${numbers[1]}}`
    const balance = await exact(content).getBalance(account)
    expect(balance.balances?.map(({ cash }) => cash)).toEqual(numbers)
    expect(balance.totalCashUsdValue).toBe('12345678901234567.89')
  })

  test('of any amount survive the way to the caller', async () => {
    const digits = fc.stringMatching(/^(0|[1-9]\d{0,24})$/)
    const amount = fc
      .tuple(
        fc.constantFrom('', '-'),
        digits,
        fc.option(fc.stringMatching(/^\d{1,20}$/)),
        fc.option(fc.stringMatching(/^[eE][+-]?\d{1,3}$/)),
      )
      .map(([sign, whole, fraction, exponent]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent ?? ''}`)
    await fc.assert(
      fc.asyncProperty(fc.array(amount, { maxLength: 20 }), async (amounts) => {
        const { balances } = await exact(`{"balances":[${amounts.map((cash) => `{"cash":${cash}}`).join()}]}`).getBalance(account)
        expect(balances?.map(({ cash }) => cash)).toEqual(amounts)
      }),
      { numRuns: 500 },
    )
  })

  test('leave everything else as it is, and failures too', async () => {
    const content = { balances: [{ currencyCode: 'USD', cash: null }], note: '1.50', flag: true }
    expect(await exact(JSON.stringify(content)).getBalance(account)).toEqual(content)
    const failing = raw('{"status":"badRequest","errorData":{"limit":5}}', { status: 400 })
    await expect(exact('', { transport: failing }).getBalance(account)).rejects.toMatchObject({ errorData: { limit: 5 } })
  })

  test('have types to match', async () => {
    const balance = await exact('{"totalCashUsdValue":1.50}').getBalance(account)
    expectTypeOf(balance.totalCashUsdValue).toEqualTypeOf<mesh.DecimalString | null | undefined>()
    expectTypeOf(balance.balances?.[0]?.currencyCode).toEqualTypeOf<string | null | undefined>()
    expectTypeOf<mesh.DecimalString>().toExtend<string>()
    // @ts-expect-error without the option there are no exact numbers
    const lie: mesh.MeshClient<'exact'> = mesh.createMeshClient({ clientId, clientSecret })
    // @ts-expect-error a string of one's own is no amount of the server
    const own: mesh.DecimalString = '1.5'
    const plain = mesh.createMeshClient({ clientId, clientSecret })
    expectTypeOf(plain.getBalance).returns.resolves.toEqualTypeOf<mesh.AccountBalance>()
    expect([balance.totalCashUsdValue, own, typeof lie]).toEqual(['1.50', '1.5', 'object'])
  })

  test('that are nested too deep are an error of the answer', async () => {
    const call = exact(`{"note":${'['.repeat(100_000)}${']'.repeat(100_000)}}`).getBalance(account)
    await expect(call).rejects.toMatchObject({
      name: 'MeshInvalidResponseError',
      message: expect.stringContaining('nested too deep'),
    })
  })

  test('an unknown value of the option names the known ones', () => {
    const create = () => mesh.createMeshClient({ clientId, clientSecret, numbers: 'decimal' as 'exact' })
    expect(create).toThrow('numbers must be one of number, exact.')
  })
})

describe('validation', () => {
  const drifting = { balances: [{ cash: '1', currencyCode: 'USD' }, { cash: '2' }, { cash: 3, currencyCode: 5 }], surprise: true }
  const validating = (validate: 'off' | 'warn' | 'throw', content: unknown, options: mesh.MeshClientOptions<'number'> = {}) =>
    mesh.createMeshClient({ clientId, clientSecret, validate, transport: fixedTransport(() => okAnswer(content)), ...options })

  test('is off by default', async () => {
    const client = mesh.createMeshClient({ clientId, clientSecret, transport: fixedTransport(() => okAnswer(drifting)) })
    expect(await client.getBalance(account)).toEqual(drifting)
  })

  test('warn tells each drift once per shape, never a value, and gives the data all the same', async () => {
    const drifts: mesh.Drift[] = []
    const client = validating('warn', drifting, { onDrift: (drift) => drifts.push(drift) })
    for (let call = 0; call < 3; call++) expect(await client.getBalance(account)).toEqual(drifting)
    expect(drifts).toEqual([
      {
        operation: 'getBalance',
        path: 'content.balances[].cash',
        expected: expect.stringContaining('number'),
        received: 'string',
      },
      {
        operation: 'getBalance',
        path: 'content.balances[].currencyCode',
        expected: expect.stringContaining('string'),
        received: 'number',
      },
    ])
  })

  test('warn tells the logger where there is no onDrift', async () => {
    const lines: unknown[] = []
    const line = () => {}
    const logger: mesh.Logger = { debug: line, info: line, error: line, warn: (message, fields) => lines.push([message, fields]) }
    await validating('warn', { balances: 'none' }, { logger }).getBalance(account)
    expect(lines).toEqual([[expect.stringContaining('getBalance got string at content.balances'), { operation: 'getBalance' }]])
  })

  test('a report that fails later does not end the process', async () => {
    const onDrift = async () => {
      throw new Error('report')
    }
    expect(await validating('warn', drifting, { onDrift }).getBalance(account)).toEqual(drifting)
  })

  test.each(['warn', 'throw'] as const)('%s looks at the beginning of a long list', async (validate) => {
    const drifts: mesh.Drift[] = []
    const client = validating(
      validate,
      { balances: Array.from({ length: 1_000_000 }, () => 1) },
      { onDrift: (drift) => drifts.push(drift) },
    )
    const outcome: unknown = await client.getBalance(account).catch((error: unknown) => error)
    if (validate === 'throw') expect((outcome as mesh.MeshInvalidResponseError).drifts).toHaveLength(100)
    else expect([(outcome as mesh.AccountBalance).balances?.length, drifts.length]).toEqual([1_000_000, 1])
  })

  test('a report that throws does not fail the call', async () => {
    const onDrift = () => {
      throw new Error('report')
    }
    expect(await validating('warn', drifting, { onDrift }).getBalance(account)).toEqual(drifting)
  })

  test('throw rejects, and says where', async () => {
    const failure = await validating('throw', drifting)
      .getBalance(account)
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(mesh.MeshInvalidResponseError)
    expect(failure).toMatchObject({ httpStatus: 200, drifts: { length: 3 } })
    expect((failure as Error).message).toContain('string at content.balances[].cash')
    expectNoSecretIn(failure)
  })

  test.each(['warn', 'throw'] as const)('%s lets unknown fields pass', async (validate) => {
    const content = { balances: [{ cash: 1, kind: 'new' }], surprise: {} }
    const drifts: unknown[] = []
    expect(await validating(validate, content, { onDrift: (drift) => drifts.push(drift) }).getBalance(account)).toEqual(content)
    expect(drifts).toEqual([])
  })

  test('holds numbers against the document in exact mode, too', async () => {
    const client = mesh.createMeshClient({
      clientId,
      clientSecret,
      validate: 'throw',
      numbers: 'exact',
      transport: fixedTransport(() => okAnswer({ totalCashUsdValue: 1.5 })),
    })
    expect(await client.getBalance(account)).toEqual({ totalCashUsdValue: '1.5' })
  })

  test('an unknown value of the option names the known ones', () => {
    expect(() => validating('strict' as 'warn', {})).toThrow('validate must be one of off, warn, throw.')
  })
})

describe('maxResponseBytes', () => {
  const sized = (bytes: number, maxResponseBytes: number) => {
    const body = '{"status":"ok","content":{}}'.padEnd(bytes)
    return mesh.createMeshClient({ clientId, clientSecret, maxResponseBytes, transport: raw(body) }).getBalance(account)
  }

  test('lets a body pass that is as large', async () => expect(await sized(100, 100)).toEqual({}))

  test('refuses one that is larger', async () => {
    await expect(sized(101, 100)).rejects.toMatchObject({
      name: 'MeshInvalidResponseError',
      message: 'getBalance got HTTP status 200 with a body of more than 100 bytes (maxResponseBytes).',
    })
  })

  test('must be above 0', () => expect(() => sized(1, 0)).toThrow('maxResponseBytes must be a number above 0'))
})

describe('whatever a server answers, the call gives a result or a MeshError', () => {
  const outcome = async (response: () => Response) => {
    const client = mesh.createMeshClient({
      clientId,
      clientSecret,
      retry: false,
      validate: 'warn',
      transport: fixedTransport(response),
    })
    const result = await client.getBalance(account).catch((error: unknown) => error)
    if (result instanceof Error) {
      expect(result).toBeInstanceOf(mesh.MeshError)
      expectNoSecretIn(result)
    } else {
      expect(result).not.toBeNull()
    }
  }
  const httpStatus = fc
    .oneof(fc.constant(200), fc.integer({ min: 200, max: 599 }))
    .filter((status) => ![204, 205, 304].includes(status))

  test('any JSON, under any HTTP status', () =>
    fc.assert(
      fc.asyncProperty(fc.json(), httpStatus, (body, status) => outcome(() => new Response(body, { status }))),
      { numRuns: 1000 },
    ))

  test('any envelope', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            status: fc.oneof(fc.constantFrom('ok', 'locked', 'serverFailure', 'toString', '__proto__'), fc.jsonValue()),
            content: fc.oneof(fc.constant({ balances: [] }), fc.jsonValue()),
            message: fc.oneof(fc.constantFrom(`quotes ${authToken}`, `quotes ${clientSecret}`), fc.jsonValue()),
            errorType: fc.oneof(fc.constantFrom('unauthorizedToken', 'constructor'), fc.jsonValue()),
            displayMessage: fc.jsonValue(),
            errorData: fc.oneof(fc.constant({ token: authToken }), fc.jsonValue()),
          },
          { requiredKeys: [] },
        ),
        httpStatus,
        (envelope, status) => outcome(() => Response.json(envelope, { status })),
      ),
      { numRuns: 1000 },
    ))

  test('any bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), httpStatus, (bytes, status) =>
        outcome(() => new Response(bytes as Uint8Array<ArrayBuffer>, { status })),
      ),
      { numRuns: 1000 },
    ))

  test('JSON that is nested too deep for a stack', () =>
    outcome(() => new Response(`{"status":"locked","errorData":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)))
})
