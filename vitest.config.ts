import { defineConfig } from 'vitest/config'

// The tests of the repository itself; each package has its own.
export default defineConfig({ test: { include: ['test/*.test.ts'] } })
