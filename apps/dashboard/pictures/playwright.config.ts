import { defineConfig } from '@playwright/test';
import base from '../playwright.config.ts';

/** Takes the pictures of README and docs/images anew, from the built dashboard. No test, and not run by any. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: '*.picture.ts',
  globalSetup: '../e2e/require-build.ts',
  workers: 1,
  timeout: 300_000,
});
