import { isMeshError, type MeshClient, ReconnectRequiredError } from '@mesh-balance/client'

export type Spendable = { usd: number } | { ask: 'reconnect' | 'try again later' }

/** What the application under test does with a balance: tells its user what can be spent, or what to do. */
export async function spendable(mesh: MeshClient, authToken: string): Promise<Spendable> {
  try {
    const { totalBuyingPowerUsdValue } = await mesh.getBalance({ authToken, type: 'coinbase' })
    return { usd: totalBuyingPowerUsdValue ?? 0 }
  } catch (error) {
    if (error instanceof ReconnectRequiredError) return { ask: 'reconnect' }
    if (isMeshError(error)) return { ask: 'try again later' }
    throw error
  }
}
