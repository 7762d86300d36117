import { describe, expect, it } from 'vitest';
import { gatewayFor, refusalOf, shared } from './harness.ts';

const gateway = shared((undo) => gatewayFor({}, undo));

describe('budgets', () => {
  it('creates, lists, changes and removes', async () => {
    const { admin } = gateway();
    const created = await admin.budgets.create.mutate({
      scope: 'project:Default',
      window: 'month',
      timeZone: 'Europe/Berlin',
      resetTime: '06:00',
      limitUsd: '0.50',
    });
    expect(created).toMatchObject({
      scope: 'project:default',
      limitNanoUsd: '500000000',
      limit: '$0.50',
      settledNanoUsd: '0',
      left: '$0.50',
      used: 0,
      level: 'ok',
    });
    expect(await admin.budgets.list.query()).toMatchObject([created]);
    const changed = await admin.budgets.update.mutate({ id: created.id, limitNanoUsd: '1000000001' });
    expect(changed).toMatchObject({ id: created.id, limitNanoUsd: '1000000001' });
    await admin.budgets.remove.mutate({ id: created.id, reason: 'done' });
    expect(await admin.budgets.list.query()).toEqual([]);
    const { items } = await admin.audit.list.query({ limit: 3 });
    expect(items.map(({ action }) => action)).toEqual(['budget.remove', 'budget.update', 'budget.create']);
  });

  it('refuses a budget that could not guard anything', async () => {
    const { admin } = gateway();
    const refused = [
      [{ scope: 'global', limitUsd: '0' }, 'INVALID_BUDGET'],
      [{ scope: 'global', limitUsd: '-1' }, 'INVALID_BUDGET'],
      [{ scope: 'global', limitNanoUsd: '-1' }, 'INVALID_BUDGET'],
      [{ scope: 'global' }, 'INVALID_BUDGET'],
      [{ scope: 'global', limitUsd: '1', limitNanoUsd: '1' }, 'INVALID_BUDGET'],
      [{ scope: 'global', limitUsd: 'lots' }, 'INVALID_AMOUNT'],
      [{ scope: 'team:a', limitUsd: '1' }, 'INVALID_BUDGET'],
      [{ scope: 'project:', limitUsd: '1' }, 'INVALID_BUDGET'],
      [{ scope: 'project:nope', limitUsd: '1' }, 'NOT_FOUND'],
      [{ scope: 'key:nope', limitUsd: '1' }, 'NOT_FOUND'],
      [{ scope: 'provider:nope', limitUsd: '1' }, 'NOT_FOUND'],
      [{ scope: 'model:nope', limitUsd: '1' }, 'UNKNOWN_MODEL'],
      [{ scope: 'global', limitUsd: '1', timeZone: 'Mars/Olympus' }, 'INVALID_BUDGET'],
      [{ scope: 'global', limitUsd: '1', resetTime: '25:00' }, 'INVALID_BUDGET'],
    ] as const;
    for (const [input, code] of refused) {
      const refusal = await refusalOf(admin.budgets.create.mutate({ window: 'day', ...input }));
      expect(refusal.code, JSON.stringify(input)).toBe(code);
    }
    expect(await admin.budgets.list.query()).toEqual([]);
  });

  it('refuses a second budget of one scope and window, and an unknown id', async () => {
    const { admin } = gateway();
    const input = { scope: 'model:text-embedding-3-small', window: 'day', limitUsd: '1' } as const;
    const { id } = await admin.budgets.create.mutate(input);
    expect(await refusalOf(admin.budgets.create.mutate(input))).toMatchObject({
      code: 'BUDGET_EXISTS',
      status: 409,
    });
    await admin.budgets.remove.mutate({ id });
    expect((await refusalOf(admin.budgets.update.mutate({ id, limitUsd: '1' }))).code).toBe('NOT_FOUND');
    expect((await refusalOf(admin.budgets.remove.mutate({ id: 'bud_nope' }))).code).toBe('NOT_FOUND');
  });
});

describe('spend, quality, audit and system', () => {
  it('shows at once what was just answered', async () => {
    const { admin, key, as } = gateway();
    await admin.projects.create.mutate({ name: 'spender' });
    const client = as(await key('spender', 'spender'));
    const before = await admin.spend.summary.query({ project: 'spender' });
    expect(before.today).toMatchObject({ inputs: 0, settledNanoUsd: '0', settled: '$0.00' });
    const answer = await client.embeddings.embed.mutate({ inputs: ['one two', 'one two', 'three'] });
    const after = await admin.spend.summary.query({ project: 'spender' });
    const { from, to, ...today } = after.today;
    expect(today).toMatchObject({
      inputs: 3,
      freeInputs: 2,
      freeTokens: 3,
      freeWouldHaveNanoUsd: '60',
      deduplicatedInputs: 1,
      settledTokens: 0,
    });
    expect(after.month).toMatchObject(today);
    expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
    expect(after.empty).toBe(false);
    expect(after.cache.entries).toBeGreaterThan(0);

    for (const granularity of ['hour', 'day'] as const) {
      const series = await admin.spend.series.query({ granularity, project: 'spender' });
      expect(series.buckets).toHaveLength(granularity === 'hour' ? 24 : 30);
      expect(series.buckets.reduce((sum, bucket) => sum + bucket.inputs, 0)).toBe(3);
    }
    const lines = await admin.spend.ledger.query({ project: 'spender' });
    expect(lines.items.map(({ kind, inputs }) => [kind, inputs])).toEqual([
      ['free', 2],
      ['deduplicated', 1],
    ]);
    for (const line of lines.items) {
      expect(line).toMatchObject({ requestId: answer.requestId, correlationId: answer.correlationId });
    }
  });

  it('exports the ledger page by page', async () => {
    const { admin } = gateway();
    for (const text of ['page one', 'page two', 'page three']) {
      await admin.embeddings.embed.mutate({ inputs: [text], correlationId: 'paging' });
    }
    const ids: string[] = [];
    let cursor: number | null = 0;
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof admin.spend.ledger.query>> = await admin.spend.ledger.query({
        after: cursor,
        limit: 2,
        correlationId: 'paging',
      });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(new Set(ids).size).toBe(3);
    expect(ids).toHaveLength(3);
  });

  it('refuses ranges that cannot be read', async () => {
    const { admin } = gateway();
    const refused = [
      admin.spend.series.query({ granularity: 'day', from: 'yesterday' }),
      admin.spend.series.query({ granularity: 'hour', from: '2001-01-01T00:00:00Z' }),
      admin.spend.ledger.query({ to: 'soon' }),
    ];
    for (const { code } of await Promise.all(refused.map(refusalOf))) expect(code).toBe('INVALID_REQUEST');
    expect((await refusalOf(admin.spend.summary.query({ project: 'nope' }))).code).toBe('NOT_FOUND');
  });

  it('sums up inspections', async () => {
    const { admin } = gateway();
    await admin.embeddings.embed.mutate({ inputs: ['inspected'] });
    await expect.poll(async () => (await admin.quality.summary.query({})).inspected).toBeGreaterThan(0);
    const summary = await admin.quality.summary.query({ project: 'default' });
    expect(summary).toMatchObject({ failed: 0, passRate: 1, byCode: [] });
    expect((await admin.quality.failures.query({})).items).toEqual([]);
  });

  it('says what it is', async () => {
    const { admin, url, dataDir } = gateway();
    expect(await admin.system.info.query()).toMatchObject({
      name: 'weighbridge',
      dataDir,
      recoveredUncertain: 0,
      openaiBaseUrl: `${url}/v1`,
      defaultModel: 'text-embedding-3-small',
      models: expect.arrayContaining([
        { id: 'text-embedding-3-small', dimensions: 1536, nanoUsdPerToken: '20', pricePerMillion: '$0.02' },
      ]),
      environment: expect.arrayContaining(['WEIGHBRIDGE_DATA_DIR']),
    });
  });

  it('answers a procedure that does not exist in its own form', async () => {
    const { url, cliToken } = gateway();
    const headers = { authorization: `Bearer ${cliToken}` };
    const response = await fetch(`${url}/trpc/embeddings.nope`, { headers });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { data: { weighbridge: { code: 'NOT_FOUND' } } } });
  });
});
