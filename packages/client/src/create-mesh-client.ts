import { implementations, type Operations, operations } from './generated/facts.gen.js'
import { resolveConfig } from './runtime/config/config.js'
import { createMethods, type Method } from './runtime/methods.js'
import type { MeshClientOptions, Numbers } from './runtime/options.js'

/**
 * A client with a method for every operation of the document, named by its `operationId`.
 *
 * @interface
 */
export type MeshClient<N extends Numbers = 'number'> = {
  readonly [Operation in keyof Operations]: Method<Operations[Operation], (typeof operations)[Operation], N>
}

/**
 * Makes a client. Nothing is shared between clients, and a client cannot be changed or asked for its credentials.
 *
 * @throws MeshConfigError for an option that is missing or cannot be used
 * @example
 * import { createMeshClient } from '@mesh-balance/client'
 *
 * const mesh = createMeshClient({ clientId: 'your-client-id', clientSecret: 'your-client-secret' })
 * const { balances } = await mesh.getBalance({ authToken: 'token-of-the-account', type: 'coinbase' })
 */
export function createMeshClient(options?: MeshClientOptions): MeshClient
export function createMeshClient(options: MeshClientOptions<'exact'> & { numbers: 'exact' }): MeshClient<'exact'>
export function createMeshClient(options: MeshClientOptions<Numbers> = {}): MeshClient | MeshClient<'exact'> {
  return Object.freeze(createMethods(implementations, operations, resolveConfig(options))) as MeshClient | MeshClient<'exact'>
}
