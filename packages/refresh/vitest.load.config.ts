import { defineConfig } from 'vitest/config'

// Takes minutes, so it is a command of its own: `pnpm test:load`.
export default defineConfig({ test: { include: ['test-load/**/*.test.ts'], testTimeout: 300_000 } })
