import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { gatewayFor, refusalOf, shared, stubFor, type TestGateway, temporaryDirectory } from './harness.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const stub = shared((undo) => stubFor({}, undo));
const receiver = shared((undo) => startReceiver(undo));
const QUICKLY = {
  delivery: { timeoutMs: 600, firstDelayMs: 5, maxDelayMs: 20, maxAttempts: 4 },
  watch: { delayMs: 10 },
};
const gateway = shared((undo) => gatewayFor({ stub: stub(), ...QUICKLY }, undo));

let projects = 0;

/** Uses up a budget of its own, which is one critical alert. */
async function exhaust({ admin }: TestGateway): Promise<string> {
  projects += 1;
  const name = `spender-${projects}-${admin === gateway().admin ? 'a' : 'b'}`;
  await admin.projects.create.mutate({ name });
  const [text] = [`one text of ${name}`];
  const { tokens } = await admin.embeddings.countTokens.query({ inputs: [text] });
  const { id } = await admin.budgets.create.mutate({
    scope: `project:${name}`,
    window: 'day',
    limitNanoUsd: `${20n * BigInt(tokens[0]!)}`,
  });
  await admin.embeddings.embed.mutate({ inputs: [text], project: name });
  return id;
}

const make = (path: string, more: object = {}, { admin } = gateway()) =>
  admin.webhooks.create.mutate({ name: path, url: `${receiver().url}/${path}`, ...more });

const received = (path: string, { received: all }: Receiver = receiver()) =>
  all.filter((message) => message.path === `/${path}`);

/** The newest delivery of a webhook, once it is as expected. */
async function deliveryOf(webhook: string, state: 'pending' | 'delivered' | 'failed', { admin } = gateway()) {
  const newest = async () => (await admin.webhooks.deliveries.query({ webhook })).items[0];
  await expect.poll(async () => (await newest())?.state, { timeout: 10_000 }).toBe(state);
  return (await newest())!;
}

const docs = readFileSync(new URL('../../../docs/alerts.md', import.meta.url), 'utf8');

/** The same with every value as its type: what a message has, not what it says. */
function shapeOf(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

describe('webhooks', () => {
  it('bring alerts signed, with exact facts, after failures of every kind', async () => {
    const { admin } = gateway();
    const hook = await make('pager', { minSeverity: 'critical' });
    expect(hook).toMatchObject({ enabled: true, format: 'generic', secretLast4: hook.secret.slice(-4) });
    receiver().next(
      500,
      // A redirect would be an open door, and so is not followed.
      (response) => response.writeHead(302, { location: `${receiver().url}/elsewhere` }).end(),
      (response) => void setTimeout(() => response.writeHead(200).end(), 1500),
    );
    const budget = await exhaust(gateway());
    const delivery = await deliveryOf(hook.id, 'delivered');
    expect(delivery).toMatchObject({ attempts: 4, lastStatus: 204, lastError: null, nextAt: null });
    const messages = received('pager');
    expect(messages).toHaveLength(4);
    expect(received('elsewhere')).toEqual([]);
    expect(new Set(messages.map(({ body }) => body)).size).toBe(1);
    const library = new Webhook(hook.secret);
    for (const { body, headers } of messages) {
      expect(headers).toMatchObject({ 'webhook-id': delivery.id, 'content-type': 'application/json' });
      const message = library.verify(body, headers as Record<string, string>);
      const [alert] = (await admin.alerts.list.query({ kind: 'threshold' })).items.filter(
        ({ subject }) => subject === budget,
      );
      const { id, at, severity, title, message: text, facts } = alert!;
      expect(message).toEqual({
        schema: 'weighbridge.alert/1',
        type: 'alert.threshold',
        url: `http://127.0.0.1:3000/budgets#budget-${budget}`,
        ...{ id, at, severity, title, message: text, facts },
      });
    }
    const documented = JSON.parse(docs.match(/```json\n(.*?)```/s)?.[1] ?? '');
    const { facts: sent, ...rest } = JSON.parse(messages[0]!.body);
    expect(shapeOf({ ...documented, facts: { ...documented.facts, forecast: null } })).toEqual(
      shapeOf({ ...rest, facts: sent }),
    );
    const metrics = await (await fetch(`${gateway().url}/metrics`)).text();
    expect(metrics).toMatch(/^weighbridge_webhook_deliveries\{state="delivered"\} [1-9]\d*$/m);
    expect(metrics).toMatch(/^weighbridge_webhook_deliveries\{state="failed"\} 0$/m);
    await admin.webhooks.remove.mutate({ id: hook.id });
  });

  it('are verified by the code in the docs', async () => {
    const { admin } = gateway();
    const hook = await make('documented');
    await admin.webhooks.test.mutate({ id: hook.id });
    const [message] = received('documented');
    const code = docs.match(/```js\n(.*?)```/s)?.[1] ?? '';
    const file = join(temporaryDirectory(), 'verify.mjs');
    writeFileSync(file, code);
    const { verify } = await import(file);
    const { headers, body } = message!;
    expect(verify(hook.secret, headers, body)).toEqual(JSON.parse(body));
    expect(() => verify(hook.secret, headers, body.replace('info', 'none'))).toThrow('not signed');
    expect(() => verify(`whsec_${'A'.repeat(44)}`, headers, body)).toThrow('not signed');
    expect(() => verify(hook.secret, { ...headers, 'webhook-timestamp': '1' }, body)).toThrow('too old');
    await admin.webhooks.remove.mutate({ id: hook.id });
  });

  it('are given up after the last try, and sent again when somebody asks', async () => {
    const { admin } = gateway();
    const hook = await make('flaky');
    receiver().next(503, 503, 503, 503);
    await exhaust(gateway());
    const failed = await deliveryOf(hook.id, 'failed');
    expect(failed).toMatchObject({ attempts: 4, lastStatus: 503, lastError: 'It answered 503.' });
    expect(failed.alertTitle).toContain('the day budget is used up');
    expect(await admin.webhooks.redeliver.mutate({ id: failed.id })).toEqual({
      id: failed.id,
      state: 'pending',
    });
    expect(await deliveryOf(hook.id, 'delivered')).toMatchObject({ id: failed.id, attempts: 1 });
    expect(new Set(received('flaky').map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([failed.id]),
    );
    await admin.webhooks.remove.mutate({ id: hook.id });
  });

  it('that are gone for good are disabled, with an audit line', async () => {
    const { admin } = gateway();
    const hook = await make('gone');
    receiver().next(410);
    await exhaust(gateway());
    expect(await deliveryOf(hook.id, 'failed')).toMatchObject({ attempts: 1, lastStatus: 410 });
    expect(await admin.webhooks.list.query()).toMatchObject([{ id: hook.id, enabled: false }]);
    const [line] = (await admin.audit.list.query({ action: 'webhook.update' })).items;
    expect(line).toMatchObject({
      actor: 'gateway',
      target: hook.id,
      to: expect.stringContaining('disabled'),
    });
    // Nothing is put on its way to it any more.
    const other = await exhaust(gateway());
    const subjects = async () => (await admin.alerts.list.query({})).items.map(({ subject }) => subject);
    await expect.poll(subjects, { timeout: 10_000 }).toContain(other);
    expect((await admin.webhooks.deliveries.query({ webhook: hook.id })).items).toHaveLength(1);
    await admin.webhooks.remove.mutate({ id: hook.id });
  });

  it('are tested once, whatever comes of it', async () => {
    const { admin } = gateway();
    const hook = await make('tested');
    const good = await admin.webhooks.test.mutate({ id: hook.id });
    expect(good).toMatchObject({ ok: true, status: 204, error: null });
    const [message] = received('tested');
    const verified = new Webhook(hook.secret).verify(
      message!.body,
      message!.headers as Record<string, string>,
    );
    expect(verified).toMatchObject({ type: 'test', id: good.id });
    receiver().next((response) => void response.socket?.destroy());
    expect(await admin.webhooks.test.mutate({ id: hook.id })).toMatchObject({
      ok: false,
      status: null,
      error: expect.stringMatching(/^The connection failed \(\w+\)\.$/),
    });
    receiver().next(() => undefined);
    expect(await admin.webhooks.test.mutate({ id: hook.id })).toMatchObject({
      ok: false,
      error: 'No answer came within 0.6 s.',
    });
    // A slow trickle is no answer either.
    receiver().next((response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\n');
    });
    expect(await admin.webhooks.test.mutate({ id: hook.id })).toMatchObject({ ok: false, status: null });
    expect(await deliveryOf(hook.id, 'failed')).toMatchObject({ attempts: 1, alert: null });
    expect(received('tested')).toHaveLength(4);
    await admin.webhooks.remove.mutate({ id: hook.id });
  });

  it('that speak Slack get a message for people, and their address is shown to nobody', async () => {
    const { admin, dataDir, log } = gateway();
    const hook = await make('services/T0/B0/a-secret-of-slack-WXYZ', { name: 'slack', format: 'slack' });
    expect(hook.url).toBe(`${receiver().url}/…WXYZ`);
    expect(await admin.webhooks.test.mutate({ id: hook.id })).toMatchObject({ ok: true });
    const [message] = received('services/T0/B0/a-secret-of-slack-WXYZ');
    expect(JSON.parse(message!.body)).toMatchObject({
      text: ':information_source: *A test of the webhook*',
      attachments: [{ footer: 'Weighbridge, info' }],
    });
    const shown = JSON.stringify([
      await admin.webhooks.list.query(),
      await admin.webhooks.deliveries.query({}),
      await admin.audit.list.query({}),
      log.text(),
    ]);
    expect(shown).not.toContain('a-secret-of-slack');
    expect(shown).not.toContain(hook.secret);
    const files = ['weighbridge.db', 'weighbridge.db-wal'].map((file) =>
      readFileSync(`${dataDir}/${file}`, 'latin1'),
    );
    expect(files.join()).not.toContain('a-secret-of-slack');
    expect(files.join()).not.toContain(hook.secret.slice(6));
    await admin.webhooks.remove.mutate({ id: hook.id });
  });

  it('are changed, get another secret, and are removed, with audit lines', async () => {
    const { admin } = gateway();
    const hook = await make('changed', { reason: 'for the night shift' });
    const moved = { id: hook.id, url: `${receiver().url}/moved?token=hidden`, minSeverity: 'info' } as const;
    expect(await admin.webhooks.update.mutate(moved)).toMatchObject({
      url: `${receiver().url}/moved?…`,
      minSeverity: 'info',
    });
    const { secret } = await admin.webhooks.rotate.mutate({ id: hook.id });
    expect(secret).not.toBe(hook.secret);
    await admin.webhooks.test.mutate({ id: hook.id });
    const [message] = received('moved?token=hidden');
    const headers = message!.headers as Record<string, string>;
    expect(() => new Webhook(secret).verify(message!.body, headers)).not.toThrow();
    expect(() => new Webhook(hook.secret).verify(message!.body, headers)).toThrow('signature');
    await admin.webhooks.update.mutate({ id: hook.id, enabled: false });
    await admin.webhooks.remove.mutate({ id: hook.id });
    const lines = (await admin.audit.list.query({})).items.filter(({ target }) => target === hook.id);
    expect(lines.map(({ action }) => action)).toEqual([
      'webhook.remove',
      'webhook.update',
      'webhook.update',
      'webhook.update',
      'webhook.create',
    ]);
    expect(lines.at(-1)?.reason).toBe('for the night shift');
    expect(await refusalOf(admin.webhooks.test.mutate({ id: hook.id }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('go nowhere that nothing may be sent to', async () => {
    const { admin, url, as, key } = gateway();
    const refusal = async (address: string) =>
      refusalOf(admin.webhooks.create.mutate({ name: 'bad', url: address }));
    for (const address of [
      'ftp://example.com/x',
      'file:///etc/passwd',
      'nonsense',
      'https://a:b@example.com/',
    ]) {
      expect(await refusal(address)).toMatchObject({ code: 'INVALID_REQUEST', facts: { field: 'url' } });
    }
    expect(await refusal(`${url}/trpc/mode.set`)).toMatchObject({
      code: 'SELF_REFERENCE',
      message: expect.stringContaining('Point it at the program that is to get the alerts.'),
    });
    const hook = await make('once');
    expect(await refusalOf(make('once'))).toMatchObject({ code: 'WEBHOOK_NAME_TAKEN' });
    const format = { id: hook.id, format: 'slack' } as const;
    expect(await refusalOf(admin.webhooks.update.mutate(format))).toMatchObject({
      facts: { field: 'format' },
    });
    await admin.webhooks.remove.mutate({ id: hook.id });
    const pipeline = as(await key('pipeline'));
    expect(await refusalOf(pipeline.webhooks.list.query())).toMatchObject({ code: 'ADMIN_ONLY' });
    expect(await refusalOf(pipeline.webhooks.test.mutate({ id: 'x' }))).toMatchObject({ code: 'ADMIN_ONLY' });
  });

  it('arrive after a restart, under the same id', async () => {
    const dataDir = temporaryDirectory();
    const anHour = { firstDelayMs: 3_600_000, maxDelayMs: 3_600_000 };
    const slow = { ...QUICKLY, delivery: { ...QUICKLY.delivery, ...anHour } };
    const first = await gatewayFor({ stub: stub(), dataDir, ...slow });
    const hook = await make('survivor', {}, first);
    receiver().next(503);
    await exhaust(first);
    const waiting = () => deliveryOf(hook.id, 'pending', first);
    await expect.poll(async () => (await waiting()).lastStatus, { timeout: 10_000 }).toBe(503);
    const { id } = await waiting();
    await first.close();
    expect(received('survivor')).toHaveLength(1);
    // The hour goes by.
    const database = new Database(join(dataDir, 'weighbridge.db'));
    database.prepare('UPDATE webhook_deliveries SET next_at = next_at - 7200000').run();
    database.close();
    const second = await gatewayFor({ stub: stub(), dataDir, ...slow });
    expect(await deliveryOf(hook.id, 'delivered', second)).toMatchObject({ id, attempts: 2 });
    const messages = received('survivor');
    expect(messages.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
    // What was told before is not told again.
    expect((await second.admin.alerts.list.query({})).items).toHaveLength(1);
  });
});
