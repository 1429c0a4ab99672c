import { defineConfig } from 'vitest/config'

// A process that loads Prism takes half a second of CPU, and other packages' tests may run beside these.
export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 30_000 } })
