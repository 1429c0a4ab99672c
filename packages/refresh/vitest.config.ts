import { defineConfig } from 'vitest/config'

// Other packages' tests may run beside these, on few cores; these wait more than they compute.
const common = { testTimeout: 30_000, hookTimeout: 60_000, isolate: false }
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: 'alone',
          include: ['test/in-process/**/*.test.ts', 'test/command/{accounts-file,command-options,progress-line}.test.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'with a database',
          include: ['test/job/*.test.ts', 'test/command/{command,terminal}.test.ts'],
          globalSetup: 'test/databases.ts',
        },
      },
    ],
  },
})
