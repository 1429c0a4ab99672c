import { isMeshError, ReconnectRequiredError } from '@mesh-balance/client'

/**
 * What the application under test does with a balance: tells its user what can be spent, or what to do.
 * @param {import('@mesh-balance/client').MeshClient} mesh
 * @param {string} authToken
 */
export async function spendable(mesh, authToken) {
  try {
    const { totalBuyingPowerUsdValue } = await mesh.getBalance({ authToken, type: 'coinbase' })
    return { usd: totalBuyingPowerUsdValue ?? 0 }
  } catch (error) {
    if (error instanceof ReconnectRequiredError) return { ask: 'reconnect' }
    if (isMeshError(error)) return { ask: 'try again later' }
    throw error
  }
}
