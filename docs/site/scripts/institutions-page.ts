import { institutions } from '../../../packages/client/dist/index.js'
import { page, table } from './markdown.ts'

export function institutionsPage(): string {
  const rows = Object.entries(institutions).map(([type, { name, supported }]) => [`\`${type}\``, supported ? 'yes' : 'no', name])
  const supported = rows.filter(([, isSupported]) => isSupported === 'yes').length
  return page(
    '# Institutions',
    `What \`type\` can be: ${rows.length} values, of which the vendor lists ${supported} as supported integrations. In code, \`institutions.coinbase.name\`; for one that is not here, [\`unlistedInstitution()\`](../packages/client.md#institutions).`,
    table(['`type`', 'supported', 'shown as'], rows),
  )
}
