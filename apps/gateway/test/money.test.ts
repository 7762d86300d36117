import { describe, expect, it } from 'vitest';
import { clientOf, gatewayFor, PROVIDER_KEY, refusalOf, shared, stubFor } from './harness.ts';

const stub = shared((undo) => stubFor({}, undo));
const gateway = shared((undo) => gatewayFor({ stub: stub() }, undo));

const journalOf = (correlationId: string) =>
  stub()
    .journal.entries()
    .filter(({ clientRequestId }) => clientRequestId === correlationId);

describe('a budget', () => {
  it('that fits exactly 25 equal requests lets exactly 25 of 40 concurrent clients through', async () => {
    const { admin, key, url } = gateway();
    await admin.projects.create.mutate({ name: 'crowd' });
    const token = await key('crowd', 'crowd');
    const texts = Array.from({ length: 40 }, (_, at) => `client number ${100 + at}`);
    const { tokens } = await admin.embeddings.countTokens.query({ inputs: texts });
    expect(new Set(tokens).size).toBe(1);
    const price = 20n * BigInt(tokens[0]!);
    const limitNanoUsd = `${25n * price}`;
    await admin.budgets.create.mutate({ scope: 'project:crowd', window: 'day', limitNanoUsd });

    const outcomes = await Promise.all(
      texts.map(async (text) => {
        const call = clientOf(url, token).embeddings.embed.mutate({ inputs: [text], correlationId: 'crowd' });
        return call.then(
          () => 'answered',
          (error: unknown) => refusalOf(Promise.reject(error)),
        );
      }),
    );
    const refused = outcomes.filter((outcome) => outcome !== 'answered');
    expect(refused).toHaveLength(15);
    for (const refusal of refused) {
      expect(refusal).toMatchObject({
        code: 'BUDGET_EXCEEDED',
        kind: 'budget',
        status: 402,
        facts: { scope: 'project:crowd', limitNanoUsd, askedNanoUsd: `${price}` },
      });
    }
    const journal = journalOf('crowd');
    expect(journal).toHaveLength(25);
    expect(journal.every(({ billed }) => billed)).toBe(true);
    const billed = journal.reduce((total, { billedNanoUsd }) => total + BigInt(billedNanoUsd), 0n);
    expect(`${billed}`).toBe(limitNanoUsd);
    const budget = (await admin.budgets.list.query()).find(({ scope }) => scope === 'project:crowd');
    expect(budget).toMatchObject({
      settledNanoUsd: limitNanoUsd,
      leftNanoUsd: '0',
      level: 'exhausted',
      used: 1,
    });

    // What is in the cache costs nothing, and passes an exhausted budget.
    const answered = texts[outcomes.indexOf('answered')]!;
    const again = await clientOf(url, token).embeddings.embed.mutate({ inputs: [answered] });
    expect(again).toMatchObject({ cachedInputs: 1, costNanoUsd: '0' });
    const quote = await clientOf(url, token).embeddings.quote.query({ inputs: ['something new'] });
    expect(quote.fits).toBe(false);
  });

  it('that is raised lets calls through at once, and one that is lowered stops them', async () => {
    const { admin } = gateway();
    await admin.projects.create.mutate({ name: 'tight' });
    const { id } = await admin.budgets.create.mutate({
      scope: 'project:tight',
      window: 'day',
      limitNanoUsd: '1',
    });
    const embed = (text: string) => admin.embeddings.embed.mutate({ inputs: [text], project: 'tight' });
    expect((await refusalOf(embed('first'))).code).toBe('BUDGET_EXCEEDED');
    await admin.budgets.update.mutate({ id, limitUsd: '1' });
    await embed('second');
    await admin.budgets.update.mutate({ id, limitNanoUsd: '1' });
    expect((await refusalOf(embed('third'))).code).toBe('BUDGET_EXCEEDED');
  });

  it('of a key guards that key only', async () => {
    const { admin, as } = gateway();
    const { id, key } = await admin.keys.create.mutate({ name: 'limited' });
    await admin.budgets.create.mutate({ scope: `key:${id}`, window: 'hour', limitNanoUsd: '1' });
    const refusal = await refusalOf(as(key).embeddings.embed.mutate({ inputs: ['by the limited key'] }));
    expect(refusal).toMatchObject({ code: 'BUDGET_EXCEEDED', facts: { scope: `key:${id}` } });
    await admin.embeddings.embed.mutate({ inputs: ['by somebody else'] });
  });
});

describe('the toggle', () => {
  it('acts on the next call, keeps calls under way, and is accounted for', async () => {
    const { admin } = gateway();
    stub().gate.hold('before_billing');
    const underWay = admin.embeddings.embed.mutate({ inputs: ['under way'], correlationId: 'under-way' });
    await stub().gate.waitFor(1);
    const toMock = await admin.providers.setMode.mutate({ mode: 'mock', reason: 'drill' });
    expect(toMock).toMatchObject({ mode: 'mock', previous: 'real', changed: true });
    expect(await admin.embeddings.embed.mutate({ inputs: ['under way'] })).toMatchObject({
      provider: 'mock',
      space: 'mock/text-embedding-3-small/1536',
      cachedInputs: 0,
    });
    stub().gate.release();
    expect(await underWay).toMatchObject({ mode: 'real', provider: 'openai' });
    expect(await admin.providers.setMode.mutate({ mode: 'mock' })).toMatchObject({ changed: false });
    await admin.providers.setMode.mutate({ mode: 'real' });
    expect(await admin.embeddings.embed.mutate({ inputs: ['under way'] })).toMatchObject({
      provider: 'openai',
      cachedInputs: 1,
    });
    const { items } = await admin.audit.list.query({ action: 'mode.set' });
    expect(items.slice(0, 2)).toMatchObject([
      { actor: 'cli', from: 'mock', to: 'real', reason: null },
      { actor: 'cli', from: 'real', to: 'mock', reason: 'drill' },
    ]);
  });

  it('keeps a stand-in’s vectors apart from the official ones by its endpoint', async () => {
    const { admin } = gateway();
    const status = await admin.providers.status.query();
    const endpoint = `127.0.0.1:${stub().port}`;
    expect(status.space).toBe(`${endpoint}/text-embedding-3-small/1536`);
    const openai = status.providers.find(({ id }) => id === 'openai')!;
    expect(openai).toMatchObject({
      configured: true,
      official: false,
      endpoint,
      keySource: 'environment',
      baseUrlSource: 'environment',
      keyLast4: PROVIDER_KEY.slice(-4),
      health: { state: 'healthy', lastErrorCode: null },
    });
    const answer = await admin.embeddings.embed.mutate({ inputs: ['where'] });
    expect(answer.space).toBe(status.space);
    expect(status.modes.find(({ mode }) => mode === 'hybrid')).toMatchObject({
      allowed: true,
      space: status.space,
    });
  });
});

describe('providers.test', () => {
  it('makes small paid calls to the provider in force, and compares', async () => {
    const { admin } = gateway();
    const before = stub().journal.summary().billedNanoUsd;
    const test = await admin.providers.test.mutate({ provider: 'openai', deep: true });
    expect(test).toMatchObject({ ok: true, code: null, deep: { dimensions: 1536 } });
    expect(test.deep!.repeatCosine).toBeGreaterThanOrEqual(0.999);
    const billed = stub().journal.summary().billedNanoUsd - before;
    expect(test.deep!.costNanoUsd).toBe(`${billed}`);
    expect(billed).toBeGreaterThan(0n);
    const mock = await admin.providers.test.mutate({ provider: 'mock', deep: true });
    expect(mock).toMatchObject({ ok: false, code: 'NOT_ACTIVE', deep: null });
  });

  it('says what is wrong, and that a refused key is not healthy', async () => {
    const picky = await stubFor({ apiKeys: ['sk-another'] });
    const own = await gatewayFor({ stub: picky });
    const test = await own.admin.providers.test.mutate({ provider: 'openai', deep: true });
    expect(test).toMatchObject({ ok: false, code: 'PROVIDER_UNAUTHORIZED', deep: null });
    expect(picky.stats().billedRequests).toBe(0);
  });
});

describe('hybrid mode', () => {
  it('falls back wholly and says so, only where that is allowed', async () => {
    const { admin, as, key, url } = gateway();
    await admin.providers.setMode.mutate({ mode: 'hybrid' });
    stub().faults.always('overloaded');
    const wary = as(await key('wary'));
    const inputs = ['answered by whom'];
    const refusal = await refusalOf(wary.embeddings.embed.mutate({ inputs }));
    expect(refusal.code).toBe('PROVIDER_UNAVAILABLE');
    expect(await wary.embeddings.embed.mutate({ inputs, allowFallback: true })).toMatchObject({
      mode: 'hybrid',
      provider: 'mock',
      space: 'mock/text-embedding-3-small/1536',
      fallback: { from: 'openai', code: 'PROVIDER_UNAVAILABLE' },
    });

    const easy = await key('easy', 'default', true);
    expect((await as(easy).embeddings.embed.mutate({ inputs })).provider).toBe('mock');
    const declined = as(easy).embeddings.embed.mutate({ inputs, allowFallback: false });
    expect((await refusalOf(declined)).code).toBe('PROVIDER_UNAVAILABLE');
    const pinned = as(easy).embeddings.embed.mutate({
      inputs,
      space: (await admin.providers.status.query()).space,
    });
    expect((await refusalOf(pinned)).code).toBe('PROVIDER_UNAVAILABLE');

    const v1 = (token: string) =>
      fetch(`${url}/v1/embeddings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ input: inputs, model: 'text-embedding-3-small' }),
      });
    await admin.projects.create.mutate({ name: 'easy project', allowFallback: true });
    const byProject = await v1(await key('of an easy project', 'easy-project'));
    expect(byProject.status).toBe(503);
    const byKey = await v1(easy);
    expect(byKey.status).toBe(200);
    expect(await byKey.json()).toMatchObject({ model: 'mock/text-embedding-3-small' });
    expect(byKey.headers.get('x-weighbridge-provider')).toBe('mock');
    stub().faults.clear();
    await admin.providers.setMode.mutate({ mode: 'real' });
  });
});

describe('a client that leaves', () => {
  it('stops nothing that is out: it is kept and settled, and a rerun does not pay again', async () => {
    const { url, cliToken, admin } = gateway();
    stub().gate.hold('after_billing');
    const leaving = new AbortController();
    const call = fetch(`${url}/v1/embeddings`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${cliToken}`,
        'x-correlation-id': 'leaver',
      },
      body: JSON.stringify({ input: 'left behind', model: 'text-embedding-3-small' }),
      signal: leaving.signal,
    });
    await stub().gate.waitFor(1);
    leaving.abort();
    await expect(call).rejects.toThrow();
    await expect
      .poll(() =>
        gateway()
          .log.lines()
          .find((line) => line.correlationId === 'leaver'),
      )
      .toMatchObject({ msg: 'request', status: 499 });
    stub().gate.release();
    const stateOf = async () =>
      (await admin.spend.ledger.query({ correlationId: 'leaver' })).items.map(({ state }) => state);
    await expect.poll(stateOf).toEqual(['settled']);
    const rerun = await admin.embeddings.embed.mutate({ inputs: ['left behind'] });
    expect(rerun).toMatchObject({ cachedInputs: 1, costNanoUsd: '0' });
    expect(journalOf('leaver')).toHaveLength(1);
  });
});
