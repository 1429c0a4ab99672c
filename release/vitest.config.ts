import { defineConfig } from 'vitest/config'

// Each test generates, builds and checks in a copy of the repository, and other packages' tests may run beside these.
export default defineConfig({ test: { testTimeout: 120_000, hookTimeout: 120_000 } })
