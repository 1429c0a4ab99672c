import { defineConfig } from '@hey-api/openapi-ts'

// Plain: what one gets without an option, but for file names that Node takes as they are.
export default defineConfig({
  input: '../../openapi/dist/mesh-balance.json',
  output: { path: 'generated/hey-api', module: { extension: '.ts' } },
  logs: { level: 'warn', file: false },
  plugins: ['@hey-api/client-fetch', '@hey-api/sdk', '@hey-api/typescript'],
})
