import { expect, expectTypeOf, test } from 'vitest'
import { availableOptions, type envelopeFields, type statuses, supportedIntegrations } from '../../../openapi/test/seed.ts'
import {
  type AccountBalance,
  type BalanceRequest,
  type BalanceResult,
  type CurrencyBalance,
  createMeshClient,
  type InstitutionType,
  institutions,
  type MeshClient,
  type ResultStatus,
  unlistedInstitution,
} from '../src/index.js'

const mesh: MeshClient = createMeshClient({ clientId: 'id', clientSecret: 'secret' })

test('the generated types hold every row of the requirement', () => {
  expectTypeOf<(typeof availableOptions)[number]>().toExtend<InstitutionType>()
  expectTypeOf<(typeof statuses)[number]>().toExtend<ResultStatus>()
  expectTypeOf<(typeof envelopeFields)[number]>().toExtend<keyof BalanceResult>()
  expectTypeOf<Pick<BalanceRequest, 'authToken' | 'type'>>().toEqualTypeOf<{ authToken: string; type: InstitutionType }>()
  expectTypeOf<Required<Pick<BalanceResult, (typeof envelopeFields)[number]>>>().toEqualTypeOf<{
    content: AccountBalance | null
    displayMessage: string | null
    errorData: unknown
    errorType: string | null
    message: string | null
    status: ResultStatus
  }>()
  type Money = number | null
  expectTypeOf<Required<Pick<AccountBalance, 'balances' | 'totalCashUsdValue' | 'totalBuyingPowerUsdValue'>>>().toEqualTypeOf<{
    balances: CurrencyBalance[] | null
    totalCashUsdValue: Money
    totalBuyingPowerUsdValue: Money
  }>()
  expectTypeOf<
    Required<Pick<CurrencyBalance, 'currencyCode' | 'cash' | 'buyingPower' | 'cryptocurrencyBuyingPower'>>
  >().toEqualTypeOf<{ currencyCode: string | null; cash: Money; buyingPower: Money; cryptocurrencyBuyingPower: Money }>()
})

test('institutions say their name and whether they are supported', () => {
  for (const type of availableOptions) expect(institutions[type].name).toMatch(/^[A-Z]/)
  const supported = availableOptions.filter((type) => institutions[type].supported).map((type) => institutions[type].name)
  expect(supported.toSorted()).toEqual([...supportedIntegrations].sort())
  expect(institutions.coinbase).toEqual({ name: 'Coinbase', supported: true })
  expect(institutions.binanceUs).toEqual({ name: 'Binance', supported: true })
  expect(institutions.openSea).toEqual({ name: 'OpenSea', supported: false })
})

test('a call gives the content', () => {
  const call = () => mesh.getBalance({ authToken: 'a', type: 'coinbase' })
  expectTypeOf(call).returns.resolves.toEqualTypeOf<AccountBalance>()
  type Outcome = Awaited<ReturnType<ReturnType<typeof call>['withResponse']>>
  expectTypeOf<Outcome['data']>().toEqualTypeOf<AccountBalance>()
  expectTypeOf<Outcome['envelope']>().toEqualTypeOf<BalanceResult>()
  expectTypeOf<Outcome['attempts']>().toEqualTypeOf<number>()
})

test('misuse does not compile', () => {
  const neverCalled = () => {
    // @ts-expect-error a typo in the institution
    mesh.getBalance({ authToken: 'a', type: 'coinbsae' })
    // @ts-expect-error the token is missing
    mesh.getBalance({ type: 'coinbase' })
    // @ts-expect-error no argument at all
    mesh.getBalance()
    // @ts-expect-error another name for the token
    mesh.getBalance({ accessToken: 'a', type: 'coinbase' })
    // @ts-expect-error a call option that does not exist
    mesh.getBalance({ authToken: 'a', type: 'coinbase' }, { retries: 3 })
    // @ts-expect-error an environment that does not exist
    createMeshClient({ environment: 'test' })
    // @ts-expect-error a client cannot be changed
    mesh.getBalance = () => undefined
  }
  expect(neverCalled).toBeTypeOf('function')
})

test('an unlisted institution goes through one explicit door', () => {
  expectTypeOf(unlistedInstitution('sandbox')).toExtend<InstitutionType>()
  expect(unlistedInstitution('sandbox')).toBe('sandbox')
})
