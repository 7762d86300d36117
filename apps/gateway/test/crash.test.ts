import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientOfProcess, runGateway } from './gateway-process.ts';
import {
  ADMIN_PASSWORD,
  gatewayFor,
  PROVIDER_KEY,
  refusalOf,
  SECRET,
  stubFor,
  temporaryDirectory,
} from './harness.ts';

describe('kill -9 with requests out', () => {
  it('forgets nothing: what was settled stays, what was out is uncertain and counted', async () => {
    const stub = await stubFor();
    const dataDir = temporaryDirectory();
    const doomed = runReal(dataDir, stub);
    const { admin } = await clientOfProcess(doomed, dataDir);
    await admin.budgets.create.mutate({ scope: 'global', window: 'total', limitUsd: '1' });
    const settled = await admin.embeddings.embed.mutate({
      inputs: ['settled before'],
      correlationId: 'before',
    });

    // Some of the requests are billed when the process dies, some are not: it cannot know which.
    stub.gate.hold('after_billing');
    const texts = ['out one', 'out two', 'out three'];
    const out = texts.map((text) => admin.embeddings.embed.mutate({ inputs: [text], correlationId: 'out' }));
    const fates = Promise.allSettled(out);
    await stub.gate.waitFor(3);
    stub.gate.hold('before_billing');
    const unbilled = admin.embeddings.embed.mutate({ inputs: ['not billed'], correlationId: 'out' });
    const fate = Promise.allSettled([unbilled]);
    await stub.gate.waitFor(4);
    doomed.child.kill('SIGKILL');
    expect(await doomed.ended).toBe('SIGKILL');
    expect([...(await fates), ...(await fate)].map(({ status }) => status)).toEqual(
      Array(4).fill('rejected'),
    );
    stub.gate.release();
    await stub.idle();

    const gateway = await gatewayFor({ dataDir, stub });
    expect(gateway.recovered).toEqual({ uncertain: 4 });
    expect((await gateway.admin.system.info.query()).recoveredUncertain).toBe(4);
    const lines = (await gateway.admin.spend.ledger.query({})).items;
    expect(lines.map(({ correlationId, state }) => [correlationId, state])).toEqual([
      ['before', 'settled'],
      ...Array(4).fill(['out', 'uncertain']),
    ]);
    const [budget] = await gateway.admin.budgets.list.query();
    const held = lines.slice(1).reduce((sum, { heldNanoUsd }) => sum + BigInt(heldNanoUsd), 0n);
    expect(budget).toMatchObject({
      settledNanoUsd: settled.costNanoUsd,
      uncertainNanoUsd: `${held}`,
      heldNanoUsd: '0',
    });
    const billed = stub.journal.summary().billedNanoUsd;
    expect(billed <= BigInt(budget!.settledNanoUsd) + held).toBe(true);
    expect(billed).toBeGreaterThan(BigInt(settled.costNanoUsd));

    const rerun = await gateway.admin.embeddings.embed.mutate({ inputs: ['settled before', ...texts] });
    expect(rerun).toMatchObject({ cachedInputs: 1, count: 4, failed: 0 });
  });
});

describe('kill -9 right after an answer', () => {
  it('does not pay again for what was answered, however short before', async () => {
    const stub = await stubFor();
    const dataDir = temporaryDirectory();
    const doomed = runReal(dataDir, stub);
    const { admin } = await clientOfProcess(doomed, dataDir);
    await admin.embeddings.embed.mutate({ inputs: ['just answered', 'beside it'] });
    doomed.child.kill('SIGKILL');
    expect(await doomed.ended).toBe('SIGKILL');

    const gateway = await gatewayFor({ dataDir, stub });
    const again = await gateway.admin.embeddings.embed.mutate({ inputs: ['beside it', 'just answered'] });
    expect(again).toMatchObject({ cachedInputs: 2, billedTokens: 0 });
    expect(stub.journal.summary().billedRequests).toBe(1);
  });
});

describe('the process', () => {
  it('prints a generated password once, ends cleanly on SIGTERM, and starts again', async () => {
    const dataDir = temporaryDirectory();
    const first = runGateway({ WEIGHBRIDGE_DATA_DIR: dataDir });
    const { url } = await clientOfProcess(first, dataDir);
    await expect.poll(first.errors).toMatch(/Admin password \(shown once\): [a-z2-9-]{23}\n/);
    const password = /once\): (\S+)/.exec(first.errors())![1]!;
    const signIn = await fetch(`${url}/trpc/auth.signIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password }),
    });
    expect(signIn.status).toBe(200);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(existsSync(join(dataDir, 'gateway.json'))).toBe(false);
    expect(first.output()).not.toContain(password);

    const second = runGateway({ WEIGHBRIDGE_DATA_DIR: dataDir });
    await clientOfProcess(second, dataDir);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
    expect(second.errors()).toBe('');
  });

  it('ends with a message when it cannot start', async () => {
    const { ended, errors } = runGateway({
      WEIGHBRIDGE_DATA_DIR: temporaryDirectory(),
      WEIGHBRIDGE_PORT: 'http',
    });
    expect(await ended).toBe(1);
    expect(errors()).toMatch(/^CONFIG_INVALID: WEIGHBRIDGE_PORT is "http".*0 to 65535/);
  });
});

describe('a disk that is full', () => {
  it('refuses with a typed code before anything is sent, and recovers', async () => {
    const stub = await stubFor();
    const dataDir = temporaryDirectory();
    const env = {
      WEIGHBRIDGE_DATA_DIR: dataDir,
      WEIGHBRIDGE_SECRET: SECRET,
      WEIGHBRIDGE_ADMIN_PASSWORD: ADMIN_PASSWORD,
      WEIGHBRIDGE_MODE: 'real',
      OPENAI_API_KEY: PROVIDER_KEY,
      OPENAI_BASE_URL: stub.baseUrl,
      WEIGHBRIDGE_LOG_LEVEL: 'silent',
    };
    const setUp = runGateway(env);
    await clientOfProcess(setUp, dataDir);
    setUp.child.kill('SIGTERM');
    await setUp.ended;
    // No file may grow beyond half a megabyte: the ledger's log meets that after a while.
    const full = runGateway(env, 'ulimit -f 512');
    const { admin, url } = await clientOfProcess(full, dataDir);
    let answered = 0;
    const refusals: Awaited<ReturnType<typeof refusalOf>>[] = [];
    for (let call = 0; call < 2000 && refusals.length < 3; call += 1) {
      const embed = admin.embeddings.embed.mutate({
        inputs: [`call ${call}`],
        correlationId: `call-${call}`,
      });
      const refusal = await embed.then(
        () => undefined,
        (error: unknown) => refusalOf(Promise.reject(error)),
      );
      if (refusal) refusals.push(refusal);
      else answered += 1;
    }
    expect(refusals).toHaveLength(3);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'LEDGER_UNAVAILABLE', status: 503, retryable: true });
      expect(refusal.message).toContain('nothing was sent');
    }
    expect(answered).toBeGreaterThan(0);
    expect(stub.journal.entries()).toHaveLength(answered);
    const ready = await fetch(`${url}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 503,
      body: { status: 'not ready', problems: [{ code: 'LEDGER_UNAVAILABLE' }] },
    });
    full.child.kill('SIGKILL');
    await full.ended;

    // With room again, what could not be settled is uncertain, and nothing billed is missing.
    const gateway = await gatewayFor({ dataDir, stub });
    const { items } = await gateway.admin.spend.ledger.query({ limit: 1000 });
    expect(items).toHaveLength(answered);
    const counted = items.reduce(
      (sum, line) => sum + BigInt(line.state === 'settled' ? line.settledNanoUsd : line.heldNanoUsd),
      0n,
    );
    expect(counted).toBe(stub.journal.summary().billedNanoUsd);
    expect(await gateway.admin.embeddings.embed.mutate({ inputs: ['room again'] })).toMatchObject({
      failed: 0,
    });
  });
});

/** A gateway in a process of its own that pays the stub. */
function runReal(dataDir: string, stub: { baseUrl: string }) {
  return runGateway({
    WEIGHBRIDGE_DATA_DIR: dataDir,
    WEIGHBRIDGE_SECRET: SECRET,
    WEIGHBRIDGE_ADMIN_PASSWORD: ADMIN_PASSWORD,
    WEIGHBRIDGE_MODE: 'real',
    OPENAI_API_KEY: PROVIDER_KEY,
    OPENAI_BASE_URL: stub.baseUrl,
  });
}
