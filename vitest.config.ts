import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/*', 'apps/*', 'scripts'],
    // Real processes, files and sockets: a slow machine needs room, a hung test still ends.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
