import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, type GatewayProcess, startGateway, temporaryFolder, weighbridge } from './processes.ts';

const MINUTE = { timeout: 60_000 };
const folder = temporaryFolder('alerts');
const cwd = folder.path;
const messages: string[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    messages.push(body);
    response.writeHead(request.url === '/closed' ? 403 : 200).end();
  });
});
let gateway: GatewayProcess;
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  gateway = await startGateway(cwd, { WEIGHBRIDGE_LOG_LEVEL: 'error' });
}, 60_000);

afterAll(async () => {
  await gateway?.stop('SIGKILL');
  receiver.close();
  folder.remove();
});

async function json(...args: string[]) {
  return answerOf(await weighbridge([...args, '--json'], { cwd }).done);
}

async function refusal(...args: string[]) {
  const { code, stderr } = await weighbridge([...args, '--json'], { cwd }).done;
  return { code, error: JSON.parse(stderr).error };
}

test('a webhook is made, tested, changed, asked about and removed', MINUTE, async () => {
  const made = await json('webhooks', 'create', 'pager', '--to', `${address}/hook`, '--min-severity', 'info');
  expect(made).toMatchObject({
    name: 'pager',
    url: `${address}/hook`,
    minSeverity: 'info',
    secret: expect.stringMatching(/^whsec_/),
  });
  const test = await json('webhooks', 'test', made.id);
  expect(test).toMatchObject({ ok: true, status: 200, error: null });
  expect(JSON.parse(messages[0]!)).toMatchObject({ type: 'test', id: test.id });
  await json('webhooks', 'update', made.id, '--to', `${address}/closed`);
  expect(await refusal('webhooks', 'test', made.id)).toMatchObject({
    code: 1,
    error: { code: 'WEBHOOK_TEST_FAILED', facts: { status: 403 } },
  });
  const { checks } = await json('doctor');
  expect(checks).toContainEqual(
    expect.objectContaining({
      name: 'webhook',
      status: 'warn',
      hint: `Try it: weighbridge webhooks test ${made.id}`,
    }),
  );
  const log = await json('webhooks', 'deliveries', '--webhook', made.id);
  expect(log.map(({ state, lastStatus }: Record<string, unknown>) => [state, lastStatus])).toEqual([
    ['failed', 403],
    ['delivered', 200],
  ]);
  expect(await json('webhooks', 'redeliver', test.id)).toEqual({ id: test.id, state: 'pending' });
  expect((await json('webhooks', 'rotate', made.id)).secret).not.toBe(made.secret);
  expect(await refusal('webhooks', 'update', made.id, '--enable', '--disable')).toMatchObject({ code: 2 });
  expect(await json('webhooks', 'remove', made.id)).toEqual({ id: made.id, removed: true });
  expect(await json('webhooks')).toEqual([]);
});

test('alerts are listed and acknowledged, and what is watched for is set', MINUTE, async () => {
  expect(await json('alerts')).toEqual([]);
  expect(await json('alerts', 'settings', '--thresholds', '75,25', '--uncertain-usd', 'off')).toMatchObject({
    thresholds: [25, 75],
    uncertain: null,
    uncertainPercent: 10,
  });
  expect(await json('alerts', 'settings', '--forecast', 'off')).toMatchObject({
    thresholds: [25, 75],
    forecast: false,
  });
  expect(await refusal('alerts', 'settings', '--thresholds', '0')).toMatchObject({
    code: 2,
    error: { code: 'USAGE' },
  });
  expect(await refusal('alerts', 'acknowledge')).toMatchObject({ code: 2, error: { code: 'USAGE' } });
  expect(await refusal('alerts', 'ack', 'alr_none')).toMatchObject({ code: 1, error: { code: 'NOT_FOUND' } });
  expect(await json('alerts', 'ack', '--all')).toEqual({ acknowledged: 0 });
});
