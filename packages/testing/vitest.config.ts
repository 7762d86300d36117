import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The examples are run as what they are: by their own commands, in a test.
  test: {
    name: 'packages/testing',
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
