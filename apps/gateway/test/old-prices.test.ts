import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { gatewayFor, refusalOf, stubFor, temporaryDirectory } from './harness.ts';

const MODEL = 'text-embedding-3-small';

it('a price that an older version took, and no hold can be written for, is refused by name', async () => {
  const dataDir = temporaryDirectory();
  const stub = await stubFor();
  const first = await gatewayFor({ stub, dataDir });
  await first.admin.prices.set.mutate({ model: MODEL, usdPerMillion: '1' });
  await first.close();
  const database = new Database(join(dataDir, 'weighbridge.db'));
  database.prepare('UPDATE prices SET nano_usd_per_token = ?').run(4_000_000_000_000_000_000n);
  database.close();
  const { admin, url, key } = await gatewayFor({ stub, dataDir });
  const refusal = await refusalOf(admin.embeddings.embed.mutate({ inputs: ['two words'], model: MODEL }));
  expect(refusal).toMatchObject({
    code: 'PRICE_UNUSABLE',
    status: 503,
    retryable: false,
    facts: { model: MODEL, nanoUsdPerToken: '4000000000000000000', highestNanoUsdPerToken: '1000000000' },
  });
  expect(refusal.message).toContain(`weighbridge prices remove ${MODEL}`);
  expect(await refusalOf(admin.embeddings.quote.query({ inputs: ['a'], model: MODEL }))).toMatchObject({
    code: 'PRICE_UNUSABLE',
  });
  const headers = { authorization: `Bearer ${await key('old')}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ model: MODEL, input: 'two words' });
  const answer = await fetch(`${url}/v1/embeddings`, { method: 'POST', headers, body });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('x-weighbridge-error')).toBe('PRICE_UNUSABLE');
  expect(answer.headers.get('x-should-retry')).toBe('false');
  const { data } = (await (await fetch(`${url}/v1/models`, { headers })).json()) as {
    data: { id: string }[];
  };
  expect(data.map(({ id }) => id)).not.toContain(MODEL);
  expect(stub.journal.entries()).toEqual([]);
  // Lists still show it, so that it can be found and taken back.
  expect(
    (await admin.prices.list.query()).find(({ model, id }) => model === MODEL && id !== null),
  ).toMatchObject({
    nanoUsdPerToken: '4000000000000000000',
    state: 'in_force',
  });
  await admin.prices.remove.mutate({ id: MODEL });
  expect((await admin.embeddings.embed.mutate({ inputs: ['two words'], model: MODEL })).costNanoUsd).toBe(
    '40',
  );
});
