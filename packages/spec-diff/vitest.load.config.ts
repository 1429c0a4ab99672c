import { defineConfig } from 'vitest/config'

// Documents of real size, and the laws on many more of them, take minutes: a command of its own, `pnpm test:load`.
export default defineConfig({
  test: {
    include: ['test-load/**/*.test.ts', 'test/laws.test.ts'],
    env: { LAW_RUNS: process.env['LAW_RUNS'] ?? '1000' },
    testTimeout: 300_000,
  },
})
