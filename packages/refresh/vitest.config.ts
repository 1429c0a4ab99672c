import { defineConfig } from 'vitest/config'

// Other packages' tests may run beside these, on few cores; these wait more than they compute.
const common = { testTimeout: 30_000, hookTimeout: 60_000 }
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'in-process', include: ['test/in-process/**/*.test.ts'] } },
      { test: { ...common, name: 'job', include: ['test/{job,command}/**/*.test.ts'], globalSetup: 'test/databases.ts' } },
    ],
  },
})
