import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { gatewayFor, stubFor, type TestGateway } from './harness.ts';
import { startReceiver } from './receiver.ts';

const QUICKLY = {
  delivery: { timeoutMs: 600, firstDelayMs: 5, maxDelayMs: 20, maxAttempts: 3 },
  watch: { delayMs: 10 },
};

/** An address where nobody listens any more. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/hook`;
}

/** Uses so many percent of a budget of its own: an alert of that severity. */
async function use({ admin }: TestGateway, name: string, percent: 85 | 100): Promise<void> {
  await admin.projects.create.mutate({ name });
  const inputs = [`one text of ${name}`];
  const { tokens } = await admin.embeddings.countTokens.query({ inputs });
  const cost = 20n * BigInt(tokens[0]!);
  const limitNanoUsd = String((cost * 100n) / BigInt(percent));
  await admin.budgets.create.mutate({ scope: `project:${name}`, window: 'total', limitNanoUsd });
  await admin.embeddings.embed.mutate({ inputs, project: name });
}

async function told({ admin }: TestGateway) {
  return (await admin.alerts.list.query({ kind: 'webhook' })).items;
}

const failing = async ({ url }: TestGateway, webhook: string) =>
  (await (await fetch(`${url}/metrics`)).text()).match(
    new RegExp(`^weighbridge_webhook_failing\\{webhook="${webhook}"\\} (\\d)$`, 'm'),
  )?.[1];

it('a lost message is an alert, once a day and severity, to every webhook but its own', async () => {
  const gateway = await gatewayFor({ stub: await stubFor(), ...QUICKLY });
  const receiver = await startReceiver();
  const { admin } = gateway;
  const closed = await nowhere();
  const dead = await admin.webhooks.create.mutate({ name: 'dead', url: `${closed}?token=hidden` });
  await admin.webhooks.create.mutate({ name: 'alive', url: `${receiver.url}/alive` });
  expect(await failing(gateway, 'dead')).toBe('0');
  await use(gateway, 'first', 85);
  await expect.poll(() => told(gateway), { timeout: 10_000 }).toHaveLength(1);
  const [alert] = await told(gateway);
  expect(alert).toMatchObject({
    severity: 'warning',
    subject: dead.id,
    title: 'The webhook “dead” did not take an alert',
    page: '/alerts?view=webhooks',
    facts: {
      webhook: { id: dead.id, name: 'dead', url: `${closed}?…`, disabled: false },
      attempts: 3,
      lastStatus: null,
      lastError: 'The connection failed (ECONNREFUSED).',
      lost: { type: 'alert.threshold', severity: 'warning' },
    },
  });
  expect(alert?.message).toContain(`\`weighbridge webhooks redeliver ${alert?.facts.deliveryId}\``);
  expect(JSON.stringify(alert)).not.toContain('hidden');
  expect(await failing(gateway, 'dead')).toBe('1');
  expect(await failing(gateway, 'alive')).toBe('0');
  // The same question is answered; a critical one is another.
  await use(gateway, 'second', 85);
  const lostOnes = async () =>
    (await admin.webhooks.deliveries.query({ webhook: 'dead', state: 'failed' })).items;
  await expect.poll(lostOnes, { timeout: 10_000 }).toHaveLength(2);
  expect(await told(gateway)).toHaveLength(1);
  await use(gateway, 'third', 100);
  await expect.poll(() => told(gateway), { timeout: 10_000 }).toHaveLength(2);
  const types = () => receiver.received.map(({ body }) => JSON.parse(body).type);
  await expect.poll(types, { timeout: 10_000 }).toHaveLength(5);
  expect(types().filter((type) => type === 'alert.webhook')).toHaveLength(2);
  // Nothing of it went to the one that failed.
  const sent = (await admin.webhooks.deliveries.query({ webhook: 'dead' })).items;
  expect(sent.map(({ alertTitle }) => alertTitle)).not.toContain(alert?.title);
  // A test that arrives says that it works again.
  await admin.webhooks.update.mutate({ id: 'dead', url: `${receiver.url}/mended` });
  await admin.webhooks.test.mutate({ id: 'dead' });
  expect(await failing(gateway, 'dead')).toBe('0');
});

it('two webhooks that are both gone do not tell of each other for ever', async () => {
  const gateway = await gatewayFor({ stub: await stubFor(), ...QUICKLY });
  const { admin } = gateway;
  const url = await nowhere();
  for (const name of ['one', 'other']) await admin.webhooks.create.mutate({ name, url });
  expect(await admin.webhooks.test.mutate({ id: 'one' })).toMatchObject({ ok: false });
  expect(await told(gateway)).toEqual([]);
  await use(gateway, 'spender', 100);
  const over = async () => (await admin.webhooks.deliveries.query({ state: 'failed' })).items;
  // The test, the alert to both, and of each to the other.
  await expect.poll(over, { timeout: 10_000 }).toHaveLength(5);
  expect(await told(gateway)).toHaveLength(2);
  expect((await admin.webhooks.deliveries.query({ state: 'pending' })).items).toEqual([]);
});

it('a webhook that wants nothing more is told of as disabled', async () => {
  const gateway = await gatewayFor({ stub: await stubFor(), ...QUICKLY });
  const receiver = await startReceiver();
  await gateway.admin.webhooks.create.mutate({ name: 'gone', url: receiver.url });
  receiver.next(410);
  await use(gateway, 'spender', 100);
  await expect.poll(() => told(gateway), { timeout: 10_000 }).toHaveLength(1);
  const [alert] = await told(gateway);
  expect(alert).toMatchObject({
    severity: 'critical',
    facts: { webhook: { disabled: true }, lastStatus: 410 },
  });
  expect(alert?.message).toMatch(
    /budget is used up\. It answered 410\. The webhook is disabled\. .* --enable`/,
  );
  expect(receiver.received).toHaveLength(1);
});
