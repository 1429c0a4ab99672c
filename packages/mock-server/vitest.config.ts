import { defineConfig } from 'vitest/config'

// To load Prism takes half a second of CPU, so that the files share what is loaded, and other packages' tests may run beside these.
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], isolate: false, testTimeout: 30_000, hookTimeout: 30_000 },
})
