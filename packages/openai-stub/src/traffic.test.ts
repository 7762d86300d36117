import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { post, postAndLeave, SMALL, until } from '../test/requests.ts';
import { type Stub, startStub } from './index.ts';

let stub: Stub;
beforeEach(async () => {
  stub = await startStub();
});
afterEach(async () => {
  await stub.close();
});

const body = { model: SMALL, input: 'text', encoding_format: 'base64' };
const settled = async (response: Promise<Response>) => (await response).status;

describe('the gate', () => {
  it('holds requests unbilled, and bills them once released', async () => {
    stub.gate.hold('before_billing');
    const answers = [1, 2, 3].map(() => settled(post(stub, body)));
    await stub.gate.waitFor(3);
    expect(stub.journal.entries()).toEqual([]);
    expect(stub.stats()).toMatchObject({ held: 3, inFlight: 3, undecided: 3, billedRequests: 0 });
    stub.gate.release();
    expect(await Promise.all(answers)).toEqual([200, 200, 200]);
    expect(stub.stats()).toMatchObject({ held: 0, undecided: 0, billedRequests: 3 });
    expect(stub.gate.position).toBeNull();
  });

  it('holds requests billed and journalled but unanswered', async () => {
    stub.gate.hold('after_billing');
    const answers = [1, 2].map(() => settled(post(stub, body)));
    await stub.gate.waitFor(2);
    expect(stub.journal.entries().map(({ billed }) => billed)).toEqual([true, true]);
    expect(stub.stats()).toMatchObject({ held: 2, inFlight: 2, undecided: 0 });
    stub.gate.release();
    expect(await Promise.all(answers)).toEqual([200, 200]);
  });

  it('does not hold refusals', async () => {
    stub.gate.hold('before_billing');
    expect(await settled(post(stub, { model: SMALL, input: '' }))).toBe(400);
  });

  it('bills a held request whose client has gone', async () => {
    stub.gate.hold('before_billing');
    await postAndLeave(stub, body, () => stub.gate.waiting === 1);
    await until(() => stub.stats().inFlight === 0);
    stub.gate.release();
    await stub.idle();
    expect(stub.journal.entries()).toMatchObject([{ billed: true, clientGone: true, status: 200 }]);
  });
});

describe('latency', () => {
  it('is fixed, spread or changed under way', async () => {
    const time = async () => {
      const started = performance.now();
      await settled(post(stub, body));
      return performance.now() - started;
    };
    await time();
    stub.setLatency(80);
    expect(await time()).toBeGreaterThan(75);
    stub.setLatency([40, 60]);
    expect(await time()).toBeGreaterThan(35);
    stub.setLatency(600_000);
    stub.setLatency(0);
    await time();
    expect(() => stub.setLatency(-1)).toThrowError(expect.objectContaining({ code: 'bad_option' }));
  });
});

describe('stats', () => {
  it('counts requests by status, those without an answer, and the most at once', async () => {
    stub.gate.hold();
    const four = [1, 2, 3, 4].map(() => settled(post(stub, body)));
    await stub.gate.waitFor(4);
    stub.gate.release();
    await Promise.all(four);
    await settled(post(stub, { model: 'nope', input: 'a' }));
    await fetch(`${stub.baseUrl}/models`, { headers: { authorization: 'Bearer x' } });
    stub.faults.next('reset_after');
    await post(stub, body).catch(() => undefined);
    expect(stub.stats()).toEqual({
      inFlight: 0,
      maxInFlight: 4,
      undecided: 0,
      held: 0,
      requests: 7,
      byStatus: { 200: 5, 404: 1, none: 1 },
      billedRequests: 5,
      billedTokens: 5,
      billedNanoUsd: '100',
    });
  });

  it('counts a hanging request as in flight until its client leaves', async () => {
    stub.faults.next('hang');
    await postAndLeave(stub, body, () => stub.stats().requests === 1);
    expect(stub.stats()).toMatchObject({ undecided: 0, byStatus: { none: 1 }, maxInFlight: 1 });
    await until(() => stub.stats().inFlight === 0);
    await stub.idle();
  });
});

describe('close', () => {
  it('cuts what hangs or waits; what was not billed by then never is', async () => {
    stub.faults.next('hang');
    const hanging = post(stub, body).catch(() => 'cut');
    await until(() => stub.stats().requests === 1);
    stub.setLatency(60_000);
    const waiting = post(stub, body).catch(() => 'cut');
    await until(() => stub.stats().undecided === 1);
    await stub.close();
    expect(await Promise.all([hanging, waiting])).toEqual(['cut', 'cut']);
    expect(stub.journal.entries()).toMatchObject([{ fault: 'hang', billed: true }]);
    await stub.close();
  });

  it('lets go of what the gate holds', async () => {
    stub.gate.hold('before_billing');
    const held = post(stub, body).catch(() => 'cut');
    await stub.gate.waitFor(1);
    await stub.close();
    expect(await held).toBe('cut');
    expect(stub.journal.entries()).toEqual([]);
  });
});

describe('prime', () => {
  it('counts ahead without billing', async () => {
    stub.prime(['text', 'another']);
    expect(stub.stats()).toMatchObject({ requests: 0, billedTokens: 0 });
    expect(await settled(post(stub, body))).toBe(200);
    expect(stub.stats()).toMatchObject({ requests: 1, billedTokens: 1 });
  });
});
