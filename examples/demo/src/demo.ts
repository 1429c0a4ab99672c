import {
  type AccountBalance,
  createMeshClient,
  type InstitutionType,
  institutions,
  isMeshError,
  MeshApiError,
} from '@mesh-balance/client'
import { startMockServer } from '@mesh-balance/mock-server'
import { table } from './table.ts'

/** Accounts of one person, and how the mock is asked to answer for each. */
const accounts: { type: InstitutionType; scenario: string }[] = [
  { type: 'coinbase', scenario: 'multi-currency' },
  { type: 'robinhood', scenario: 'margin-account' },
  { type: 'kraken', scenario: 'cash-only' },
  { type: 'etoro', scenario: 'empty-account' },
  { type: 'gemini', scenario: 'unauthorized-token' },
]

const money = (amount: number | null | undefined, currency: string): string =>
  amount == null ? '–' : new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amount)

const rowsOf = (name: string, { balances, totalCashUsdValue, totalBuyingPowerUsdValue }: AccountBalance): string[][] => {
  const lines = (balances ?? []).map(({ currencyCode, cash, buyingPower }) => {
    const currency = currencyCode ?? 'USD'
    return [currency, money(cash, currency), money(buyingPower, currency)]
  })
  const total = ['all, in USD', money(totalCashUsdValue, 'USD'), money(totalBuyingPowerUsdValue, 'USD')]
  return (lines.length === 1 ? lines : [...lines, total]).map((line, index) => [index === 0 ? name : '', ...line])
}

await using mock = await startMockServer()
const mesh = createMeshClient({ clientId: 'demo', clientSecret: 'demo-secret', baseUrl: mock.url })

const rows = [['Institution', 'Currency', 'Cash', 'Buying power']]
const failures: string[] = []
for (const { type, scenario } of accounts) {
  mock.use(scenario)
  const { name } = institutions[type]
  try {
    rows.push(...rowsOf(name, await mesh.getBalance({ authToken: 'demo-token', type })))
  } catch (error) {
    if (!isMeshError(error)) throw error
    rows.push([name, 'failed', '', ''])
    const forThePerson = error instanceof MeshApiError ? error.displayMessage : undefined
    failures.push(
      `${name} tells the person: ${forThePerson ?? 'Something went wrong.'}\n${name} tells you:       ${error.name}: ${error.message}`,
    )
  }
}

console.log(`Balances by @mesh-balance/client, over HTTP, from the Prism mock on ${mock.url}\n`)
console.log(table(rows, 2))
console.log(`\n${failures.join('\n')}`)
console.log(
  '\nTry next: npm run mock -- --scenario locked   (a mock to call from anywhere; README.md shows the client in ten lines)',
)
