import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Nothing in these outlives a test but what it made itself, so their files can share a process: half the work. */
const SHARING = new Set(['packages/api', 'packages/db', 'packages/embeddings', 'packages/openai-stub']);

/** Every workspace folder with the options below, unless it brings a configuration of its own. */
const projects = ['packages', 'apps']
  .flatMap((group) => readdirSync(join(import.meta.dirname, group)).map((name) => `${group}/${name}`))
  .filter((folder) => existsSync(join(import.meta.dirname, folder, 'package.json')))
  .concat('scripts')
  .map((folder) =>
    existsSync(join(import.meta.dirname, folder, 'vitest.config.ts'))
      ? folder
      : {
          extends: true as const,
          test: {
            name: folder,
            root: join(import.meta.dirname, folder),
            isolate: !SHARING.has(folder),
          },
        },
  );

export default defineConfig({
  test: {
    projects,
    // Real processes, files and sockets: a slow machine needs room, a hung test still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Commands and gateways load the same modules again in every process and thread.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'weighbridge-compile-cache') },
  },
});
