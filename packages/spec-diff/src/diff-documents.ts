import { ApiComparison } from './api/api-comparison.js'
import { compareInfo } from './api/info.js'
import { comparePaths } from './api/paths.js'
import { compareSchemaNames } from './api/schema-names.js'
import { reportSchemaUses } from './api/schema-uses.js'
import { compareSecuritySchemes } from './api/security.js'
import { compareServers } from './api/servers.js'
import type { SpecDiff } from './change.js'
import { child } from './document/located.js'
import { type DocumentSource, OpenApiDocument } from './document/open-api-document.js'

/** Options of `diffDocuments`. */
export interface DiffOptions {
  /** Take the view of a client with closed types, to which a value that a response enum gains is a major change. Default: `false`. */
  readonly strict?: boolean
}

/**
 * Compares two OpenAPI 3.0 or 3.1 documents, and says what the difference means for those who call the API through a generated client.
 * @throws SpecDiffError a document cannot be read, is no OpenAPI 3 document, or has a reference that leads nowhere
 */
export async function diffDocuments(old: DocumentSource, next: DocumentSource, options: DiffOptions = {}): Promise<SpecDiff> {
  const api = new ApiComparison(new OpenApiDocument(old), new OpenApiDocument(next), options.strict ?? false)
  compareInfo(api)
  compareServers(api)
  compareSecuritySchemes(api)
  comparePaths(api, child(api.old.root, 'paths'), child(api.new.root, 'paths'), 'path')
  comparePaths(api, child(api.old.root, 'webhooks'), child(api.new.root, 'webhooks'), 'webhook')
  api.schemas.finish()
  const used = reportSchemaUses(api)
  compareSchemaNames(api, used)
  return api.changes.toDiff()
}
