import { describe, expect, it } from 'vitest';
import { clientOf, gatewayFor, refusalOf, shared, stubFor } from './harness.ts';

describe('tags', () => {
  const setting = shared(async (undo) => {
    const stub = await stubFor({}, undo);
    const gateway = await gatewayFor({ stub }, undo);
    return { gateway, key: await gateway.key('tagged') };
  });

  const post = (headers: Record<string, string>, input: string) => {
    const { gateway, key } = setting();
    return fetch(`${gateway.url}/v1/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: 'text-embedding-3-small', input }),
    });
  };

  it('come by header and by field, stand in the ledger, and have budgets of their own', async () => {
    const { gateway, key } = setting();
    const answered = await post({ 'x-weighbridge-tags': 'team:a, nightly' }, 'tagged by a header');
    expect(answered.status).toBe(200);
    const caller = clientOf(gateway.url, key);
    await caller.embeddings.embed.mutate({ inputs: ['tagged by a field'], tags: ['nightly', 'team:b'] });
    const { items } = await gateway.admin.spend.ledger.query({});
    expect(items.map(({ tags }) => tags)).toEqual([
      ['nightly', 'team:a'],
      ['nightly', 'team:b'],
    ]);

    const { admin } = gateway;
    const spent = items.reduce((sum, line) => sum + BigInt(line.settledNanoUsd), 0n);
    const budget = await admin.budgets.create.mutate({
      scope: 'tag:nightly',
      window: 'total',
      limitNanoUsd: String(spent + 10n),
    });
    expect(budget.settledNanoUsd).toBe(String(spent));
    const refused = await refusalOf(
      caller.embeddings.embed.mutate({ inputs: ['one text too many'], tags: ['nightly'] }),
    );
    expect(refused).toMatchObject({ code: 'BUDGET_EXCEEDED', facts: { scope: 'tag:nightly' } });
    await caller.embeddings.embed.mutate({ inputs: ['one text too many'], tags: ['team:b'] });
    const quote = await caller.embeddings.quote.query({ inputs: ['a quote'], tags: ['nightly'] });
    expect(quote.budgets.map(({ scope }) => scope)).toContain('tag:nightly');
  });

  it('that cannot be used are refused before anything is sent', async () => {
    const answered = await post({ 'x-weighbridge-tags': 'fine, not fine' }, 'never sent');
    expect(answered.status).toBe(400);
    expect(answered.headers.get('x-weighbridge-error')).toBe('INVALID_TAG');
    expect(await answered.text()).toContain('\\"not fine\\" is no tag');
  });
});
