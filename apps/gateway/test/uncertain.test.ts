import { expect, it } from 'vitest';
import { gatewayFor, QUICK, shared, stubFor } from './harness.ts';

const stub = shared((undo) => stubFor({}, undo));
const gateway = shared((undo) =>
  gatewayFor({ stub: stub(), retry: { ...QUICK, maxAttempts: 1, attemptTimeoutMs: 2000 } }, undo),
);

it('lets an administrator say what became of money that may have been billed', async () => {
  const { admin } = gateway();
  const budget = await admin.budgets.create.mutate({ scope: 'global', window: 'total', limitUsd: '1' });
  stub().faults.next('reset_after', { times: 2 });
  for (const text of ['billed after all', 'never arrived']) {
    await admin.embeddings.embed.mutate({ inputs: [text], partial: true });
  }
  const { items } = await admin.spend.ledger.query({ state: 'uncertain' });
  expect(items).toHaveLength(2);
  const [first, second] = items;
  const held = items.reduce((sum, { heldNanoUsd }) => sum + BigInt(heldNanoUsd), 0n).toString();
  expect(await admin.uncertain.open.query({})).toMatchObject({ attempts: 2, nanoUsd: held });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect(await admin.uncertain.open.query({ from: tomorrow })).toMatchObject({ attempts: 0, nanoUsd: '0' });
  const before = (await admin.budgets.list.query()).find(({ id }) => id === budget.id);
  expect(BigInt(before?.uncertainNanoUsd ?? 0)).toBe(
    BigInt(first?.heldNanoUsd ?? 0) + BigInt(second?.heldNanoUsd ?? 0),
  );

  await admin.uncertain.resolve.mutate({ id: first?.id ?? '', as: 'billed', reason: 'on the invoice' });
  await admin.uncertain.resolve.mutate({ id: second?.id ?? '', as: 'not_billed' });

  const after = (await admin.budgets.list.query()).find(({ id }) => id === budget.id);
  expect(after).toMatchObject({ uncertainNanoUsd: '0', settledNanoUsd: first?.heldNanoUsd });
  const audit = await admin.audit.list.query({ action: 'uncertain.resolve' });
  expect(audit.items.map(({ target, to, reason }) => ({ target, to, reason }))).toEqual([
    { target: second?.id, to: 'not_billed', reason: null },
    { target: first?.id, to: 'billed', reason: 'on the invoice' },
  ]);
  await expect(
    admin.uncertain.resolve.mutate({ id: first?.id ?? '', as: 'not_billed' }),
  ).rejects.toMatchObject({ data: { weighbridge: { code: 'NOT_UNCERTAIN' } } });
});
