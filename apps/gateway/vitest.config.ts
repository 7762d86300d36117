import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Real processes, threads and files: a slow machine needs room, a hung test still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Each gateway starts threads that load the same modules again; compiled once, they start in half the time.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'weighbridge-compile-cache') },
  },
});
