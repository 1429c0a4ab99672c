import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { type Document, readDocument } from './read-document.ts'
import { statuses } from './seed.ts'

const document = readDocument()
const resolve = (node: Document): Document =>
  node?.$ref === undefined
    ? node
    : resolve(
        node.$ref
          .slice(2)
          .split('/')
          .reduce((value: Document, part: string) => value[part], document),
      )

interface Example {
  name: string
  operationId: string
  response: string
  schema: { $ref: string }
  // biome-ignore lint/suspicious/noExplicitAny: an example is looked at as it stands
  example: { summary?: string; value: any; 'x-http-status'?: number; 'x-usd-rates'?: Record<string, number> }
}

const operations: Document[] = Object.values<Document>(document.paths).flatMap((path) => Object.values(path))
const examples: Example[] = operations.flatMap(({ operationId, responses }) =>
  Object.entries<Document>(responses).flatMap(([response, node]) =>
    Object.values<Document>(resolve(node).content).flatMap(({ schema, examples }) =>
      Object.entries<Example['example']>(examples ?? {}).map(([name, example]) => ({
        name,
        operationId,
        response,
        schema,
        example,
      })),
    ),
  ),
)
const named = examples.map((example) => [example.name, example] as const)

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(document, 'document')
const errorsOf = ({ schema }: Example, value: unknown) => {
  const validate = ajv.getSchema(`document${schema.$ref}`)
  return validate?.(value) ? [] : (validate?.errors ?? ['no schema'])
}

describe('every example', () => {
  test.each(named)('%s is allowed by its schema', (_, example) => expect(errorsOf(example, example.example.value)).toEqual([]))

  test.each(named)('%s says in a summary what it is', (_, { example }) => expect(example.summary).toMatch(/\S/))

  test.each(named)('%s has the HTTP status of its response, or names one under `default`', (_, { response, example }) => {
    if (response === 'default') expect(example['x-http-status']).toBeGreaterThanOrEqual(400)
    else expect(example['x-http-status']).toBeUndefined()
  })

  test.each(named.filter(([, { response }]) => response !== '200'))(
    '%s has the status of its HTTP status',
    (_, { response, example }) => {
      const expected: Record<string, { httpStatus: number }> = document.components.schemas.ResultStatus['x-enum-details']
      const status = example.value?.status
      if (status !== undefined) expect(expected[status]?.httpStatus).toBe(example['x-http-status'] ?? Number(response))
    },
  )

  test('has a name of its own in its operation', () => {
    for (const { operationId } of operations) {
      const names = examples.filter((example) => example.operationId === operationId).map((example) => example.name)
      expect(names).toEqual([...new Set(names)])
    }
  })
})

describe('the examples of balances', () => {
  const balances = named.filter(([, { example }]) => example.value?.content?.balances)

  test.each(balances)('%s adds up in US dollars, to the cent', (_, { example }) => {
    const { balances, totalCashUsdValue, totalBuyingPowerUsdValue } = example.value.content
    const rates: Record<string, number> = { USD: 1, ...example['x-usd-rates'] }
    const total = (field: string) =>
      balances
        .filter((balance: Document) => balance.currencyCode != null)
        .reduce((sum: number, balance: Document) => sum + (balance[field] ?? 0) * (rates[balance.currencyCode] ?? Number.NaN), 0)
    expect(total('cash')).toBeCloseTo(totalCashUsdValue, 2)
    if (totalBuyingPowerUsdValue != null) expect(total('buyingPower')).toBeCloseTo(totalBuyingPowerUsdValue, 2)
  })

  test('hold what users must be ready for', () => {
    const contents: Document[] = balances.map(([, { example }]) => example.value.content)
    const lines = contents.flatMap((content) => content.balances)
    const cash: number[] = lines.map((line) => line.cash).filter((value) => typeof value === 'number')
    expect(contents.some((content) => content.balances.length > 1)).toBe(true)
    expect(contents.some((content) => content.balances.length === 0)).toBe(true)
    expect(cash.some((value) => value < 0)).toBe(true)
    expect(cash.some((value) => value > 1e12)).toBe(true)
    expect(cash.some((value) => value > 0 && value < 1e-6)).toBe(true)
    expect(lines.some((line) => line.cash === null)).toBe(true)
    expect(lines.some((line) => !('buyingPower' in line))).toBe(true)
  })
})

describe('the examples of failures', () => {
  const failures = examples.filter(({ example }) => example.value?.status !== 'ok')
  const values = (field: string) => failures.map(({ example }) => example.value?.[field])

  test.each(statuses.filter((status) => status !== 'ok'))('show the status %s', (status) =>
    expect(values('status')).toContain(status),
  )

  test.each(['missingField', 'invalidIntegrationToken', 'unauthorizedToken', 'invalidField'])(
    'show the errorType %s',
    (errorType) => expect(values('errorType')).toContain(errorType),
  )

  test.each(['200', '400', '401', '403', 'default'])('stand under %s', (response) =>
    expect(failures.map((failure) => failure.response)).toContain(response),
  )

  test('show every shape of a token that the person must renew', () => {
    for (const shape of document.components.schemas.ApiResult['x-reconnect-when']) {
      expect(failures.map(({ example }) => example.value)).toContainEqual(expect.objectContaining(shape))
    }
  })
})

/** As the vendor publishes them; the totals of the first contradict its own lines. */
describe("the vendor's published examples are allowed", () => {
  test.each([
    [
      '200',
      {
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
    ],
    ['400', { status: 'badRequest', message: 'A required field is missing.', errorType: 'missingField' }],
    ['200', { content: null, status: 'ok', message: '', errorType: '', errorHash: 'a1b2', teamCode: null }],
  ])('under %s', (response, value) => {
    const example = examples.find((candidate) => candidate.response === response) as Example
    expect(errorsOf(example, value)).toEqual([])
  })

  test('and what is not an envelope is not', () => {
    expect(errorsOf(examples[0] as Example, { status: 'fine' })).not.toEqual([])
    expect(errorsOf(examples[0] as Example, { content: { balances: [{ cash: '1' }] } })).not.toEqual([])
  })
})
