import { expect, it } from 'vitest';
import { clientOf, gatewayFor, stubFor } from './harness.ts';

const MODEL = 'text-embedding-3-small';
const TEXTS = 300;

it('fifty clients over every surface pay no text twice and pass no budget, to the nano-dollar', async () => {
  const stub = await stubFor({ latencyMs: [1, 15] });
  const { admin, key, url } = await gatewayFor({ stub });
  const keys = await Promise.all(['one', 'two', 'three'].map((name) => key(name)));
  const nameOf = (index: number) => `client number ${100 + (index % TEXTS)}`;
  const { tokens } = await admin.embeddings.countTokens.query({
    inputs: Array.from({ length: TEXTS }, (_, index) => nameOf(index)),
  });
  expect(new Set(tokens).size).toBe(1);
  const each = 20n * BigInt(tokens[0] ?? 0);
  // Room for 60 tagged texts less a nano-dollar, and for 200 of all.
  const limits = { global: each * 200n, 'tag:x': each * 60n - 1n };
  for (const [scope, limit] of Object.entries(limits)) {
    await admin.budgets.create.mutate({ scope, window: 'day', limitNanoUsd: `${limit}` });
  }

  const ask = async (number: number): Promise<string> => {
    // Texts overlap those of calls near by and far away; some calls repeat one, and some share a key.
    const inputs = Array.from({ length: 1 + (number % 4) }, (_, at) => nameOf(number * 7 + at * 31));
    if (number % 5 === 0) inputs.push(nameOf(number * 7));
    const tags = number % 3 === 0 ? ['x'] : [];
    const token = keys[number % keys.length] ?? '';
    const headers = number % 6 === 1 ? { 'idempotency-key': `key-${number % 30}` } : {};
    if (number % 2 === 0) {
      const call = clientOf(url, token, headers).embeddings.embed;
      return call.mutate({ inputs, tags, dimensions: 8 }).then(
        () => 'answered',
        (error) => error.data?.weighbridge?.code ?? String(error),
      );
    }
    const isBulk = number % 4 === 1;
    const response = await fetch(`${url}${isBulk ? '/bulk' : '/v1'}/embeddings`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-weighbridge-tags': tags.join(),
        ...headers,
      },
      body: JSON.stringify(
        isBulk ? { inputs, tags, dimensions: 8 } : { input: inputs, model: MODEL, dimensions: 8 },
      ),
    });
    const body = await response.text();
    return response.ok
      ? 'answered'
      : (/BUDGET_EXCEEDED|IDEMPOTENCY_KEY_REUSED/.exec(body)?.[0] ??
          response.headers.get('x-weighbridge-error') ??
          body);
  };
  const clients = Array.from({ length: 50 }, async (_, client) => {
    const outcomes: string[] = [];
    for (let call = 0; call < 6; call += 1) outcomes.push(await ask(client + call * 50));
    return outcomes;
  });
  const outcomes = new Set((await Promise.all(clients)).flat());
  expect([...outcomes].sort()).toEqual(['BUDGET_EXCEEDED', 'IDEMPOTENCY_KEY_REUSED', 'answered']);

  const { billedNanoUsd, billedTokens, paidCounts } = stub.journal.summary();
  expect([...paidCounts.values()].filter((times) => times > 1)).toEqual([]);
  const budgets = await admin.budgets.list.query();
  for (const { scope, settledNanoUsd, heldNanoUsd, uncertainNanoUsd } of budgets) {
    expect([heldNanoUsd, uncertainNanoUsd]).toEqual(['0', '0']);
    expect(BigInt(settledNanoUsd)).toBeLessThanOrEqual(limits[scope as keyof typeof limits]);
  }
  const global = budgets.find(({ scope }) => scope === 'global');
  expect(global?.settledNanoUsd).toBe(String(billedNanoUsd));
  expect(BigInt(billedTokens) * 20n).toBe(BigInt(billedNanoUsd));
  expect(BigInt(billedNanoUsd)).toBeGreaterThan(each * 150n);
});
