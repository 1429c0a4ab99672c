import { defineConfig } from 'vitest/config'

// A browser takes seconds to start on a busy machine.
export default defineConfig({ test: { include: ['site/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } })
