import { fileURLToPath } from 'node:url'

/** Who is compared, by the name in the tables: a module that exports `connect`, and what a browser or a process loads of it. */
export interface Contender {
  readonly module: string
  /** The import of who uses it, for bytes and start. Left out where it needs nothing, or is an option of another one. */
  readonly use?: string
}

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export const BARE = 'fetch'
export const CLIENT = '@mesh-balance/client'
export const CLIENT_UNDICI = '@mesh-balance/client/undici'
export const CLIENT_EXACT = `${CLIENT}, numbers: 'exact'`
export const CLIENT_VALIDATE = `${CLIENT}, validate: 'warn'`

export const contenders: Readonly<Record<string, Contender>> = {
  [BARE]: { module: file('contenders/fetch.ts') },
  undici: { module: file('contenders/undici.ts') },
  [CLIENT]: { module: file('contenders/client.ts'), use: `export { createMeshClient } from '@mesh-balance/client'` },
  [CLIENT_UNDICI]: { module: file('contenders/client-undici.ts') },
  [CLIENT_EXACT]: { module: file('contenders/client-exact.ts') },
  [CLIENT_VALIDATE]: { module: file('contenders/client-validate.ts') },
  'hey-api': { module: file('../peers/hey-api.ts'), use: `export * from './generated/hey-api/sdk.gen.ts'` },
  'openapi-fetch': { module: file('../peers/openapi-fetch.ts'), use: `export { default } from 'openapi-fetch'` },
  ky: { module: file('../peers/ky.ts'), use: `export { default } from 'ky'` },
  ofetch: { module: file('../peers/ofetch.ts'), use: `export { ofetch } from 'ofetch'` },
  '@meshconnect/node-api': { module: file('../peers/node-api.ts'), use: `export { FrontApi } from '@meshconnect/node-api'` },
}
