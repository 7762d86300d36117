import { expect, it } from 'vitest';
import { gatewayFor, QUICK, refusalOf, stubFor } from './harness.ts';

const HOUR = 3_600_000;
const embed = (inputs: string[]) => ({ model: 'text-embedding-3-small', inputs });

it('tells at once who comes while the provider wants a pause of an hour, and holds nothing for them', async () => {
  const stub = await stubFor();
  const gateway = await gatewayFor({ stub, retry: QUICK });
  const { admin } = gateway;
  await admin.embeddings.embed.mutate(embed(['kept before']));
  stub.faults.next('rate_limit', { retryAfterMs: HOUR });
  const first = await refusalOf(admin.embeddings.embed.mutate(embed(['refused by the provider'])));
  expect(first).toMatchObject({ code: 'PROVIDER_RATE_LIMITED', retryAfterMs: HOUR });
  const sent = stub.journal.entries().length;

  const second = await refusalOf(admin.embeddings.embed.mutate(embed(['too soon'])));
  expect(second).toMatchObject({
    code: 'PROVIDER_RATE_LIMITED',
    retryable: true,
    message: expect.stringMatching(/asked for a pause, of which 3\d{3} s are left\..*not sent or charged/),
    retryAfterMs: expect.toSatisfy((wait: number) => wait > HOUR - 60_000 && wait <= HOUR),
  });
  const many = Array.from({ length: 40 }, (_, at) => `one of many ${at}`);
  expect(await refusalOf(admin.embeddings.embed.mutate(embed(many)))).toMatchObject({
    code: 'PROVIDER_RATE_LIMITED',
  });
  expect(stub.journal.entries()).toHaveLength(sent);
  const { items } = await admin.spend.ledger.query({});
  expect(items.filter(({ state }) => state !== 'settled').map(({ errorCode }) => errorCode)).toEqual([
    'PROVIDER_RATE_LIMITED',
    'NOT_SENT',
    'NOT_SENT',
  ]);
  // The cache needs no provider.
  expect(await admin.embeddings.embed.mutate(embed(['kept before']))).toMatchObject({ failed: 0 });
});
