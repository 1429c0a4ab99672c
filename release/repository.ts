import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('..', import.meta.url))

/** Of the repository, with slashes: git wants it so. */
export const documentPath = 'openapi/mesh-balance.yaml'
export const baselineDocument = 'openapi/baseline.yaml'

/** What the last release showed: its document, and its public types as an application used them. */
export const baselines: Readonly<Record<string, string>> = {
  [documentPath]: baselineDocument,
  'packages/client/test/public-types.test.ts': 'packages/client/baseline/public-types.test.ts',
}

export const workingDocument = join(root, documentPath)

/** Of the packages that are made of the document. */
export const manifests: readonly string[] = ['openapi', 'packages/client', 'packages/mock-server'].map(
  (folder) => `${folder}/package.json`,
)

/** Of all packages, as patterns. */
export const manifestsOfAll: readonly string[] = ['openapi/package.json', 'packages/*/package.json']
