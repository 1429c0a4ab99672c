import { defineConfig } from 'vitest/config'

// Other packages' tests may run beside these, on few cores.
export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 30_000 } })
