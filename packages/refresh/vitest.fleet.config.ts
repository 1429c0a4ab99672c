import { defineConfig } from 'vitest/config'

// Takes minutes, so it is a command of its own: `pnpm test:fleet`.
export default defineConfig({
  test: { include: ['test-fleet/**/*.test.ts'], testTimeout: 900_000, hookTimeout: 120_000, fileParallelism: false },
})
