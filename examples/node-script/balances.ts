// node balances.ts coinbase=<authToken> kraken=<authToken>
import { createMeshClient, type InstitutionType, institutions, isMeshError } from '@mesh-balance/client'

const mesh = createMeshClient()

async function lineFor(account: string): Promise<string> {
  const [type, authToken = ''] = account.split('=') as [InstitutionType, string?]
  const name = institutions[type]?.name ?? type
  try {
    const { totalCashUsdValue } = await mesh.getBalance({ authToken, type })
    return `${name}: ${totalCashUsdValue} USD`
  } catch (error) {
    if (!isMeshError(error)) throw error
    process.exitCode = 1
    return `${name}: ${error.message}`
  }
}

// All at once: one account that fails does not keep the others waiting.
const lines = await Promise.all(process.argv.slice(2).map(lineFor))
console.log(lines.join('\n'))
