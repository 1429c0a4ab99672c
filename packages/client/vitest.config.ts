import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests of what happens on sockets. They run once for each transport. */
const onSockets = [
  'test/answer.test.ts',
  'test/call-options.test.ts',
  'test/contract.test.ts',
  'test/create-mesh-client.test.ts',
  'test/faults.test.ts',
  'test/leaks.test.ts',
]

export default defineConfig({
  test: {
    // Other packages' tests may run beside these, on few cores.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // No test leaves anything behind, and to load everything again for each file costs a third of the time.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'fetch', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'undici', include: onSockets },
        resolve: {
          alias: [
            {
              find: /^\.\.\/transport\.js$/,
              replacement: fileURLToPath(new URL('test/support/undici-by-default.ts', import.meta.url)),
            },
          ],
        },
      },
    ],
    coverage: {
      enabled: true,
      provider: 'v8',
      include: ['src/runtime/**', 'src/undici/**', 'src/opentelemetry.ts', 'src/undici.ts', 'src/create-mesh-client.ts'],
      reporter: ['text-summary', 'text'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
})
