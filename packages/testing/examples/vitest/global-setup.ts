import { startMockGateway } from '@weighbridge/testing';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    gateway: { url: string; openaiBaseUrl: string; key: string };
  }
}

/** One gateway for the whole run. */
export default async function setup(project: TestProject) {
  const { url, openaiBaseUrl, key, close } = await startMockGateway();
  project.provide('gateway', { url, openaiBaseUrl, key });
  return close;
}
