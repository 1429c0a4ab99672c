import type { InstitutionType } from '../generated/types.gen.js'

/**
 * The way to send an institution that the document does not list yet: Mesh adds institutions, and its sandbox wants values of its own.
 *
 * @example
 * import { createMeshClient, unlistedInstitution } from '@mesh-balance/client'
 *
 * const mesh = createMeshClient({ environment: 'sandbox' })
 * await mesh.getBalance({ authToken: 'token-of-the-account', type: unlistedInstitution('sandbox') })
 */
export const unlistedInstitution = (type: string): InstitutionType => type as InstitutionType
