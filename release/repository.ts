import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('..', import.meta.url))

/** Of the repository, with slashes: git wants it so. */
export const documentPath = 'openapi/mesh-balance.yaml'

/** What the last release showed: its document, and its public types as an application used them. */
export const baselines: Readonly<Record<string, string>> = {
  [documentPath]: 'openapi/baseline.yaml',
  'packages/client/test/public-types.test.ts': 'packages/client/baseline/public-types.test.ts',
}

export const baselineDocument = join(root, 'openapi/baseline.yaml')
export const workingDocument = join(root, documentPath)
