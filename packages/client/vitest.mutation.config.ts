import { defineConfig } from 'vitest/config'

// For mutation testing: the tests of the runtime alone, without those that start Prism, compile a project or take ten thousand calls.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/contract*.test.ts',
      'test/regenerate.test.ts',
      'test/leaks.test.ts',
      'test/types.test.ts',
      'test/vendor-examples.test.ts',
    ],
    testTimeout: 5000,
  },
})
