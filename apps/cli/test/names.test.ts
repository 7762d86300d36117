import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, type GatewayProcess, startGateway, temporaryFolder, weighbridge } from './processes.ts';

const MINUTE = { timeout: 60_000 };
const folder = temporaryFolder('names');
const cwd = folder.path;
let gateway: GatewayProcess;

beforeAll(async () => {
  gateway = await startGateway(cwd, { WEIGHBRIDGE_LOG_LEVEL: 'error' });
  await json('projects', 'create', 'Search Team', '--id', 'search');
}, 60_000);

afterAll(async () => {
  await gateway?.stop('SIGKILL');
  folder.remove();
});

async function json(...args: string[]) {
  return answerOf(await weighbridge([...args, '--json'], { cwd }).done);
}

async function refusal(...args: string[]) {
  const { code, stderr } = await weighbridge([...args, '--json'], { cwd }).done;
  expect(code).toBe(1);
  return JSON.parse(stderr).error as { code: string; message: string; facts: Record<string, unknown> };
}

test('a webhook goes by its name as by its id', MINUTE, async () => {
  const { id } = await json('webhooks', 'create', 'pager', '--to', 'http://127.0.0.1:9/hook');
  expect(await json('webhooks', 'update', 'pager', '--min-severity', 'critical')).toMatchObject({ id });
  expect(await json('webhooks', 'rotate', 'pager')).toMatchObject({ id, secret: expect.any(String) });
  expect(await refusal('webhooks', 'test', 'pager')).toMatchObject({ code: 'WEBHOOK_TEST_FAILED' });
  expect(await json('webhooks', 'deliveries', '--webhook', 'pager')).toMatchObject([{ webhook: id }]);
  const unknown = await refusal('webhooks', 'test', 'pagr');
  expect(unknown).toMatchObject({ code: 'NOT_FOUND', facts: { what: 'webhook', id: 'pagr' } });
  expect(unknown.message).toMatch(/^There is no webhook "pagr"\. There is: pager\. /);
  expect(await json('webhooks', 'remove', 'pager')).toEqual({ id, removed: true });
  // What was sent stays in the log under its id; the name is free again.
  expect(await json('webhooks', 'deliveries', '--webhook', id)).toHaveLength(1);
  expect(await refusal('webhooks', 'deliveries', '--webhook', 'pager')).toMatchObject({ code: 'NOT_FOUND' });
});

test('a key goes by its name, and by its project where several bear it', MINUTE, async () => {
  const one = await json('keys', 'create', 'pipeline');
  expect(
    (await json('budgets', 'set', '--scope', 'key:pipeline', '--window', 'day', '--limit-usd', '1')).scope,
  ).toBe(`key:${one.id}`);
  const other = await json('keys', 'create', 'pipeline', '--project', 'Search Team');
  const both = await refusal('keys', 'revoke', 'pipeline');
  expect(both).toMatchObject({
    code: 'AMBIGUOUS_NAME',
    facts: { what: 'access key', candidates: [{ id: one.id }, { id: other.id }] },
  });
  expect(both.message).toContain(`${other.id} (project search, …${other.last4})`);
  expect(await json('keys', 'revoke', 'search/pipeline')).toMatchObject({ id: other.id });
  // Of those that still work there is only one of the name; what both did is another question.
  expect(await json('budgets', 'remove', 'key:pipeline')).toMatchObject({ removed: true });
  expect(await refusal('ledger', 'export', '--key', 'pipeline')).toMatchObject({ code: 'AMBIGUOUS_NAME' });
  expect((await weighbridge(['ledger', 'export', '--key', 'search/pipeline'], { cwd }).done).code).toBe(0);
  expect(await json('keys', 'revoke', 'pipeline')).toMatchObject({ id: one.id });
  expect((await refusal('keys', 'create', 'x', '--project', 'serch')).message).toMatch(
    /^There is no project "serch"\. There are: Default, Search Team\. /,
  );
  expect(await refusal('keys', 'revoke', 'nobody')).toMatchObject({ code: 'NOT_FOUND' });
});

test('a budget goes by its scope and window', MINUTE, async () => {
  const set = (window: string) =>
    json('budgets', 'set', '--scope', 'project:Search Team', '--window', window, '--limit-usd', '1');
  const [day, month] = [await set('day'), await set('month')];
  expect(await refusal('budgets', 'remove', 'project:search')).toMatchObject({
    code: 'AMBIGUOUS_NAME',
    facts: { candidates: [{ id: day.id, distinction: 'project:search day' }, { id: month.id }] },
  });
  expect(await json('budgets', 'remove', 'project:Search Team', 'day')).toEqual({
    id: day.id,
    removed: true,
  });
  expect(await json('budgets', 'remove', 'project:search')).toEqual({ id: month.id, removed: true });
  const unknown = await refusal('budgets', 'remove', 'global', 'week');
  expect(unknown).toMatchObject({ code: 'NOT_FOUND', facts: { what: 'budget', id: 'global week' } });
});

test('a rate limit goes by its scope, metric and period', MINUTE, async () => {
  const set = (metric: string, period: string) =>
    json('rate-limits', 'set', '--scope', 'global', '--metric', metric, '--period', period, '--limit', '9');
  const limits = [
    await set('requests', 'minute'),
    await set('requests', 'hour'),
    await set('tokens', 'minute'),
  ];
  const remove = (...words: string[]) => json('rate-limits', 'remove', 'global', ...words);
  expect(await refusal('rate-limits', 'remove', 'global', 'requests')).toMatchObject({
    code: 'AMBIGUOUS_NAME',
  });
  expect(await remove('minute', 'requests')).toEqual({ id: limits[0].id, removed: true });
  expect(await remove('tokens')).toEqual({ id: limits[2].id, removed: true });
  expect(await remove()).toEqual({ id: limits[1].id, removed: true });
  expect(await refusal('rate-limits', 'remove', 'global')).toMatchObject({ code: 'NOT_FOUND' });
});

test('a price goes by its model while only one is set for it', MINUTE, async () => {
  const model = 'text-embedding-3-small';
  const set = (from: string) => json('prices', 'set', model, '--usd-per-million', '0.03', '--from', from);
  const [first, second] = [await set('2099-01-01T00:00:00Z'), await set('2099-02-01T00:00:00Z')];
  const both = await refusal('prices', 'remove', model);
  expect(both).toMatchObject({ code: 'AMBIGUOUS_NAME' });
  expect(both.message).toContain(`${first.id} (from 2099-01-01T00:00:00.000Z)`);
  expect(await json('prices', 'remove', first.id)).toEqual({ id: first.id, removed: true });
  expect(await json('prices', 'remove', model)).toEqual({ id: second.id, removed: true });
  expect((await refusal('prices', 'remove', model)).message).toContain('Prices that ship stay');
});
