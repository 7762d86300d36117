import { startMockGateway } from '@weighbridge/testing';
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import { watchInterrupts } from '../command-line/interrupt.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { whole } from '../embed/settings.ts';
import { facts } from '../present/table.ts';

export interface MockOptions {
  port?: string;
  key?: string;
}

/**
 * `weighbridge mock`: a gateway in mock mode over a temporary database, for tests; runs until a signal, and leaves
 * nothing behind; after a kill the next one tidies up. JSON: one document when it is up.
 */
export async function mock(options: MockOptions, terminal: Terminal): Promise<ExitCode> {
  const began = performance.now();
  const interrupt = watchInterrupts();
  const gateway = await startMockGateway({
    ...(options.port === undefined ? {} : { port: whole('--port', options.port, 0, 65_535) }),
    ...(options.key === undefined ? {} : { key: options.key }),
    logLevel: 'warn',
  });
  const { url, openaiBaseUrl, key, adminToken, env } = gateway;
  const startMs = Math.round(performance.now() - began);
  terminal.result({ url, openaiBaseUrl, key, adminToken, env, pid: process.pid, startMs }, () =>
    facts([
      ['gateway', url],
      ['SDK base URL', openaiBaseUrl],
      ['access key', key],
    ]),
  );
  try {
    await new Promise<void>((resolve) => {
      if (interrupt.soft.aborted) resolve();
      else interrupt.soft.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    interrupt.hard.addEventListener('abort', () => process.exit(EXIT.interrupted));
    await gateway.close();
    interrupt.release();
  }
  return EXIT.ok;
}
