import { isDeepStrictEqual } from 'node:util'
import { availableOptions, optionOfName, statuses, supportedIntegrations } from './seed.ts'

/** What the document must say at a JSON pointer: this very value, a text that matches, or a list that holds these values in order. */
export type Fact = readonly [pointer: string, expected: unknown]

/** The vendor appends values, so a list may grow; none may be lost or moved. */
export class InOrder {
  readonly values: readonly unknown[]

  constructor(values: readonly unknown[]) {
    this.values = values
  }

  /** The values that `list` lacks, or has too early. */
  missingFrom(list: unknown): unknown[] {
    let from = 0
    return this.values.filter((value) => {
      const index = Array.isArray(list) ? list.findIndex((item, at) => at >= from && isDeepStrictEqual(item, value)) : -1
      if (index >= 0) from = index + 1
      return index < 0
    })
  }
}

const operation = '/paths/~1api~1v1~1balance~1get/post'
const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const field = (schemaName: string, name: string) => `/components/schemas/${schemaName}/properties/${name}`

const securityScheme = (key: string, header: string, says: RegExp): Fact[] => [
  [`/components/securitySchemes/${key}/type`, 'apiKey'],
  [`/components/securitySchemes/${key}/in`, 'header'],
  [`/components/securitySchemes/${key}/name`, header],
  [`/components/securitySchemes/${key}/description`, says],
]

const nullableText = (schemaName: string, name: string, says: RegExp): Fact[] => [
  [`${field(schemaName, name)}/type`, ['string', 'null']],
  ...['enum', 'pattern', 'minLength', 'maxLength', 'format'].map(
    (keyword): Fact => [`${field(schemaName, name)}/${keyword}`, undefined],
  ),
  [`${field(schemaName, name)}/description`, says],
]

/** Money: a double or null. No minimum, because a margin account owes cash. */
const money = (schemaName: string, name: string, says: RegExp): Fact[] => [
  [`${field(schemaName, name)}/type`, ['number', 'null']],
  [`${field(schemaName, name)}/format`, 'double'],
  ...['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf'].map(
    (keyword): Fact => [`${field(schemaName, name)}/${keyword}`, undefined],
  ),
  [`${field(schemaName, name)}/description`, says],
]

const open = (schemaName: string): Fact[] => [
  [`/components/schemas/${schemaName}/type`, 'object'],
  [`/components/schemas/${schemaName}/description`, /\S/],
  [`/components/schemas/${schemaName}/required`, undefined],
  ...['additionalProperties', 'unevaluatedProperties', 'propertyNames', 'minProperties', 'maxProperties', 'not'].map(
    (keyword): Fact => [`/components/schemas/${schemaName}/${keyword}`, undefined],
  ),
]

const envelope = (schemaName: string): Fact[] => [
  ...open(schemaName),
  ...nullableText(schemaName, 'displayMessage', /^user-friendly display message.*presented to the end user/is),
  // Anything or null: nothing that restricts it.
  ...['type', 'properties', 'not', 'enum', 'oneOf', 'allOf'].map(
    (keyword): Fact => [`${field(schemaName, 'errorData')}/${keyword}`, undefined],
  ),
  [`${field(schemaName, 'errorData')}/description`, /\S/],
  ...nullableText(schemaName, 'errorType', /strictly-typed.*reason of an unsuccessful .status.*open string/is),
  ...nullableText(schemaName, 'message', /^message of the API/i),
  [`${field(schemaName, 'status')}/$ref`, schema('ResultStatus').$ref],
  [`${field(schemaName, 'status')}/description`, /outcome/i],
]

const supportedOptions = supportedIntegrations.map((name) => optionOfName[name] ?? name.charAt(0).toLowerCase() + name.slice(1))

const institution = (option: string): Fact => {
  const index = supportedOptions.indexOf(option)
  return [
    `/components/schemas/InstitutionType/x-enum-details/${option}`,
    { name: supportedIntegrations[index] ?? option.charAt(0).toUpperCase() + option.slice(1), supported: index >= 0 },
  ]
}

const httpStatusOfStatus: Record<(typeof statuses)[number], number> = {
  ok: 200,
  serverFailure: 500,
  permissionDenied: 403,
  badRequest: 400,
  notFound: 404,
  conflict: 409,
  tooManyRequest: 429,
  locked: 423,
  unavailableForLegalReasons: 451,
}

/** Every row of the requirement, and of what the vendor publishes elsewhere. */
export const facts: readonly Fact[] = [
  ['/openapi', /^3\.1\./],

  // Servers.
  ['/servers/0/url', 'https://integration-api.meshconnect.com'],
  ['/servers/0/x-environment', 'production'],
  ['/servers/0/description', /production/i],
  ['/servers/1/url', 'https://sandbox-integration-api.meshconnect.com'],
  ['/servers/1/x-environment', 'sandbox'],
  ['/servers/1/description', /sandbox/i],

  // Operation. It is a read, though it is a POST.
  [`${operation}/operationId`, 'getBalance'],
  [`${operation}/tags`, ['Balance']],
  [`${operation}/summary`, /balance/i],
  [`${operation}/description`, /real|time of the call/i],
  [`${operation}/x-safe-to-repeat`, true],
  ['/tags/0/name', 'Balance'],
  ['/tags/0/description', /\S/],

  // Authorizations: both headers, together.
  ['/security', [{ ClientId: [], ClientSecret: [] }]],
  [`${operation}/security`, undefined],
  ...securityScheme(
    'ClientSecret',
    'X-Client-Secret',
    /Contact Mesh to get a client secret.*Required together with `X-Client-Id`/is,
  ),
  ...securityScheme('ClientId', 'X-Client-Id', /Contact Mesh to get a client id.*Required together with `X-Client-Secret`/is),

  // Body.
  [`${operation}/requestBody/required`, true],
  [`${operation}/requestBody/description`, /\S/],
  [`${operation}/requestBody/content/application~1json/schema`, schema('BalanceRequest')],
  ['/components/schemas/BalanceRequest/type', 'object'],
  ['/components/schemas/BalanceRequest/description', /\S/],
  ['/components/schemas/BalanceRequest/required', ['authToken', 'type']],
  [`${field('BalanceRequest', 'authToken')}/type`, 'string'],
  [`${field('BalanceRequest', 'authToken')}/format`, 'password'],
  [`${field('BalanceRequest', 'authToken')}/minLength`, 1],
  [`${field('BalanceRequest', 'authToken')}/maxLength`, undefined],
  [`${field('BalanceRequest', 'authToken')}/pattern`, undefined],
  ['/components/schemas/BalanceRequest/additionalProperties', undefined],
  ['/components/schemas/BalanceRequest/unevaluatedProperties', undefined],
  [
    `${field('BalanceRequest', 'authToken')}/description`,
    /allows connecting to the institution.*raw access token.*id of a token.*secret/is,
  ],
  [`${field('BalanceRequest', 'type')}/$ref`, schema('InstitutionType').$ref],
  [`${field('BalanceRequest', 'type')}/description`, /institution/i],
  ['/components/schemas/InstitutionType/type', 'string'],
  ['/components/schemas/InstitutionType/description', /institution to connect.*supported integration/is],
  ['/components/schemas/InstitutionType/enum', new InOrder(availableOptions)],
  ...availableOptions.map(institution),
  ['/components/schemas/InstitutionType/x-enum-details-default', { name: '{Value}', supported: false }],

  [
    `${operation}/requestBody/content/application~1json/examples/coinbase/value`,
    { authToken: 'example-auth-token', type: 'coinbase' },
  ],

  // Responses.
  [`${operation}/responses/200/description`, /\S/],
  [`${operation}/responses/200/content/application~1json/schema`, schema('BalanceResult')],
  [`${operation}/responses/400`, { $ref: '#/components/responses/BadRequest' }],
  [`${operation}/responses/401`, { $ref: '#/components/responses/Unauthorized' }],
  [`${operation}/responses/403`, { $ref: '#/components/responses/Forbidden' }],
  [`${operation}/responses/default`, { $ref: '#/components/responses/Failure' }],
  ...['BadRequest', 'Unauthorized', 'Forbidden', 'Failure'].flatMap((response): Fact[] => [
    [`/components/responses/${response}/description`, /\S/],
    [`/components/responses/${response}/content/application~1json/schema`, schema('ApiResult')],
  ]),

  // Envelope.
  ...envelope('BalanceResult'),
  [`${field('BalanceResult', 'content')}/oneOf`, [schema('AccountBalance'), { type: 'null' }]],
  [`${field('BalanceResult', 'content')}/required`, undefined],
  [`${field('BalanceResult', 'content')}/description`, /balances/i],
  ...envelope('ApiResult'),
  [
    '/components/schemas/ApiResult/x-reconnect-when',
    new InOrder([{ errorType: 'unauthorizedToken' }, { message: 'Unauthorized token' }]),
  ],
  ['/components/schemas/ResultStatus/type', 'string'],
  ['/components/schemas/ResultStatus/description', /\S/],
  ['/components/schemas/ResultStatus/enum', new InOrder(statuses)],
  ...statuses.map(
    (status): Fact => [`/components/schemas/ResultStatus/x-enum-details/${status}/httpStatus`, httpStatusOfStatus[status]],
  ),

  // Content.
  ...open('AccountBalance'),
  [`${field('AccountBalance', 'balances')}/type`, ['array', 'null']],
  [`${field('AccountBalance', 'balances')}/items`, schema('CurrencyBalance')],
  [`${field('AccountBalance', 'balances')}/minItems`, undefined],
  [`${field('AccountBalance', 'balances')}/maxItems`, undefined],
  [`${field('AccountBalance', 'balances')}/description`, /each currency.*order/is],
  ...money('AccountBalance', 'totalCashUsdValue', /cash.*US dollars/is),
  ...money('AccountBalance', 'totalBuyingPowerUsdValue', /buying power.*US dollars/is),
  ...open('CurrencyBalance'),
  ...nullableText('CurrencyBalance', 'currencyCode', /ISO 4217/),
  ...money('CurrencyBalance', 'cash', /withdrawn.*negative/is),
  ...money('CurrencyBalance', 'buyingPower', /most that can be spent.*margin/is),
  ...money('CurrencyBalance', 'cryptocurrencyBuyingPower', /cryptocurrenc/i),
]
