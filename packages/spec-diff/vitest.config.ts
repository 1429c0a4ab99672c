import { defineConfig } from 'vitest/config'

// Commands are started as processes, and other packages' tests may run beside these.
export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 30_000 } })
