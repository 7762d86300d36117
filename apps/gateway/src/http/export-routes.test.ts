import { request as httpRequest } from 'node:http';
import type { ApiContext } from '@weighbridge/api';
import type { LedgerLine } from '@weighbridge/db';
import Fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { exportRoutes } from './export-routes.ts';

const LINE: LedgerLine = {
  id: 'att_1',
  kind: 'attempt',
  state: 'settled',
  placedAt: 0,
  closedAt: 1,
  callId: 'call_1',
  correlationId: 'cor_1',
  projectId: 'default',
  keyId: null,
  tags: [],
  mode: 'real',
  provider: 'openai',
  model: 'm',
  space: 'openai/m/4',
  batch: 0,
  attempt: 1,
  inputs: 1,
  heldTokens: 1,
  heldNanoUsd: 20n,
  settledTokens: 1,
  settledNanoUsd: 20n,
  wouldHaveNanoUsd: 0n,
  usage: 'provider',
  providerRequestId: null,
  durationMs: 1,
  errorCode: null,
};

/** The route over a ledger without end, which fails at a page. */
async function endless(failingPage = Number.POSITIVE_INFINITY) {
  const read = { pages: 0 };
  const spend = {
    async lines() {
      read.pages += 1;
      if (read.pages === failingPage) throw new Error('the disk is gone');
      return { items: Array<LedgerLine>(1000).fill(LINE), cursor: read.pages * 1000 };
    },
  };
  const services = {
    stores: { ledger: { drained: async () => {} }, spend },
    clock: { now: () => 1 },
    reportUnexpected: () => {},
  } as unknown as ApiContext['services'];
  const app = Fastify({ forceCloseConnections: true });
  app.decorateRequest('caller');
  const context = (): ApiContext => ({
    services,
    caller: { kind: 'admin', actor: 'cli' },
    correlationId: 'c',
    session: { attempt: async () => false, token: undefined, open() {}, close() {} },
    signal: undefined,
  });
  const admit = async (request: { caller: ApiContext['caller'] }) => {
    request.caller = { kind: 'admin', actor: 'cli' };
  };
  await app.register(async (scope) => exportRoutes(scope, { admit, context }), { prefix: '/export' });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => app.close());
  return { url, read };
}

it.each(['csv', 'jsonl'])('cuts the connection when a later page of %s cannot be read', async (format) => {
  const { url } = await endless(3);
  const answer = await fetch(`${url}/export/ledger?format=${format}`);
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
});

it('answers an error when the first page cannot be read', async () => {
  const { url } = await endless(1);
  const answer = await fetch(`${url}/export/ledger`);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('disk');
});

it('reads no faster than it is taken, and stops when the reader leaves', async () => {
  const { url, read } = await endless();
  const reader = httpRequest(`${url}/export/ledger`);
  const answer = await new Promise<import('node:http').IncomingMessage>((resolve) => {
    reader.once('response', resolve);
    reader.end();
  });
  // Nobody reads: what was asked for comes to rest when all buffers on the way are full.
  let before = -1;
  await expect
    .poll(
      () => {
        const rested = read.pages === before;
        before = read.pages;
        return rested;
      },
      { interval: 300 },
    )
    .toBe(true);
  expect(read.pages).toBeLessThan(100);
  answer.destroy();
  const atLeaving = read.pages;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(read.pages).toBeLessThanOrEqual(atLeaving + 1);
});

it('ends after as many lines as are asked for, and reads no page more', async () => {
  const { url, read } = await endless();
  const text = await (await fetch(`${url}/export/ledger?limit=2000`)).text();
  expect(text.trimEnd().split('\n')).toHaveLength(2000);
  expect(read.pages).toBe(2);
});
