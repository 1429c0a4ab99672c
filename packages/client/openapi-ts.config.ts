import { fileURLToPath } from 'node:url'
import { defineConfig } from '@hey-api/openapi-ts'
import { factsPlugin } from './codegen/facts-plugin.ts'

export default defineConfig({
  input: process.env['OPENAPI_INPUT'] ?? fileURLToPath(import.meta.resolve('@mesh-balance/openapi/mesh-balance.json')),
  output: {
    path: process.env['OPENAPI_OUTPUT'] ?? 'src/generated',
    module: { extension: '.js' },
    entryFile: false,
    // The files that the generator copies from its package (they have no `file`) are not written for exactOptionalPropertyTypes.
    header: ({ file, defaultValue }) => (file ? [...defaultValue] : [...defaultValue, '// @ts-nocheck']),
  },
  logs: { level: 'warn', file: false },
  plugins: [
    '@hey-api/client-fetch',
    '@hey-api/typescript',
    // The client is always given by the caller: two clients in one process must not share credentials.
    { name: '@hey-api/sdk', client: false },
    'valibot',
    factsPlugin(),
  ],
})
