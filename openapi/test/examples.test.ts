import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { at, type Document, escapePart, readDocument, resolve } from './read-document.ts'
import { statuses } from './seed.ts'
import { vendorExamples } from './vendor-examples.ts'

const document = readDocument()

interface Example {
  name: string
  operationId: string
  response: string
  /** JSON pointer to the schema that the example must meet. */
  schema: string
  // biome-ignore lint/suspicious/noExplicitAny: an example is looked at as it stands
  example: { summary?: string; value: any; 'x-http-status'?: number; 'x-usd-rates'?: Record<string, number> }
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
const operations: { operationId: string; pointer: string; responses: Document }[] = Object.keys(document.paths).flatMap((path) =>
  methods
    .map((method) => `/paths/${escapePart(path)}/${method}`)
    .filter((pointer) => at(document, pointer) !== undefined)
    .map((pointer) => ({ pointer, ...at(document, pointer) })),
)

/** The pointer itself, or where the `$ref` at it leads. */
const follow = (pointer: string): string => {
  const reference: string | undefined = at(document, pointer)?.$ref
  return reference === undefined ? pointer : follow(reference.slice(1))
}

const examples: Example[] = operations.flatMap(({ operationId, pointer, responses }) =>
  Object.keys(responses ?? {}).flatMap((response) => {
    const content = `${follow(`${pointer}/responses/${response}`)}/content`
    return Object.keys(at(document, content) ?? {}).flatMap((mediaType) => {
      const media = `${content}/${escapePart(mediaType)}`
      return Object.entries<Document>(at(document, media).examples ?? {}).map(([name, example]) => ({
        name,
        operationId,
        response,
        schema: `${media}/schema`,
        example: resolve(document, example),
      }))
    })
  }),
)
const named = examples.map((example) => [example.name, example] as const)
const ofBalance = named.filter(([, { operationId }]) => operationId === 'getBalance')

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(document, 'document')
const errorsOf = ({ schema }: Example, value: unknown) => {
  const validate = ajv.compile({ $ref: `document#${schema}` })
  return validate(value) ? [] : validate.errors
}

describe('every example', () => {
  test.each(named)('%s is allowed by its schema', (_, example) => expect(errorsOf(example, example.example.value)).toEqual([]))

  test.each(named)('%s says in a summary what it is', (_, { example }) => expect(example.summary).toMatch(/\S/))

  test.each(named)('%s has the HTTP status of its response, or names one under `default`', (_, { response, example }) => {
    if (response === 'default') expect(example['x-http-status']).toBeGreaterThanOrEqual(400)
    else expect(example['x-http-status']).toBeUndefined()
  })

  test('has a name of its own in its operation', () => {
    for (const { operationId } of operations) {
      const names = examples.filter((example) => example.operationId === operationId).map((example) => example.name)
      expect(names).toEqual([...new Set(names)])
    }
  })
})

describe('the examples of balances', () => {
  const balances = ofBalance.filter(([, { example }]) => example.value?.content?.balances)
  const contents: Document[] = balances.map(([, { example }]) => example.value.content)
  const lines: Document[] = contents.flatMap((content) => content.balances)

  test.each(balances)('%s adds up in US dollars, to the cent', (_, { example }) => {
    const { balances, totalCashUsdValue, totalBuyingPowerUsdValue } = example.value.content
    const rates: Record<string, number> = { USD: 1, ...example['x-usd-rates'] }
    const known: Document[] = balances.filter((balance: Document) => balance.currencyCode != null)
    expect(
      known.map(({ currencyCode }) => currencyCode).filter((currency) => rates[currency] === undefined),
      'currencies that x-usd-rates of the example lacks',
    ).toEqual([])
    const total = (field: string) =>
      known.reduce((sum, balance) => sum + (balance[field] ?? 0) * (rates[balance.currencyCode] ?? Number.NaN), 0)
    if (totalCashUsdValue != null) expect(total('cash')).toBeCloseTo(totalCashUsdValue, 2)
    if (totalBuyingPowerUsdValue != null) expect(total('buyingPower')).toBeCloseTo(totalBuyingPowerUsdValue, 2)
  })

  test.each<[string, () => boolean]>([
    [
      'several ordinary currencies',
      () => contents.some(({ balances }) => balances.filter((line: Document) => line.cash >= 1 && line.cash < 1e6).length > 1),
    ],
    [
      'debt on a margin account, which can spend more than it holds',
      () => lines.some((line) => line.cash < 0 && line.buyingPower > 0),
    ],
    [
      'cash alone',
      () => lines.some((line) => line.cash > 0 && line.buyingPower === line.cash && !('cryptocurrencyBuyingPower' in line)),
    ],
    ['no money at all', () => contents.some(({ balances }) => balances.length === 0)],
    ['a very large amount', () => lines.some((line) => line.cash > 1e12)],
    ['a very small amount', () => lines.some((line) => line.cash > 0 && line.cash < 1e-6)],
    ['null for an amount', () => lines.some((line) => line.cash === null)],
    ['an amount that is missing', () => lines.some((line) => !('buyingPower' in line))],
    [
      'success without content',
      () => ofBalance.some(([, { example }]) => example.value?.status === 'ok' && example.value.content == null),
    ],
  ])('show %s', (_, isShown) => expect(isShown()).toBe(true))
})

describe('the examples of failures', () => {
  const failures = ofBalance.map(([, example]) => example).filter(({ example }) => example.value?.status !== 'ok')
  const values = (field: string) => failures.map(({ example }) => example.value?.[field])
  const httpStatusOf = ({ response, example }: Example) => example['x-http-status'] ?? Number(response)
  const details: Record<string, { httpStatus: number }> = document.components.schemas.ResultStatus['x-enum-details']

  test.each(statuses.filter((status) => status !== 'ok'))('show the status %s, with its HTTP status', (status) => {
    const shown = failures.filter(({ example }) => example.value?.status === status)
    expect(shown.map(httpStatusOf)).toContain(details[status]?.httpStatus)
  })

  test('show a failure under HTTP status 200, and messages for the person', () => {
    expect(failures.filter(({ response }) => response === '200').map(({ example }) => example.value.status)).toContain(
      'badRequest',
    )
    expect(values('displayMessage').filter(Boolean).length).toBeGreaterThan(8)
  })

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

describe("the vendor's published examples, and the fields that it has added since, are allowed", () => {
  const of = (wanted: string) => ofBalance.find(([, { response }]) => response === wanted)?.[1] as Example

  test('under 200', () => expect(errorsOf(of('200'), vendorExamples.success)).toEqual([]))
  test('under 400', () => expect(errorsOf(of('400'), vendorExamples.failure)).toEqual([]))
  test('with fields that are not listed', () =>
    expect(errorsOf(of('200'), { ...vendorExamples.success, errorHash: 'a1b2', teamCode: null })).toEqual([]))

  test('and what is not an envelope is not', () => {
    expect(errorsOf(of('200'), { status: 'fine' })).not.toEqual([])
    expect(errorsOf(of('200'), { content: { balances: [{ cash: '1' }] } })).not.toEqual([])
  })
})
