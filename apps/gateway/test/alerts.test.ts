import { describe, expect, it } from 'vitest';
import { gatewayFor, QUICK, refusalOf, shared, stubFor } from './harness.ts';

const stub = shared((undo) => stubFor({}, undo));
const gateway = shared((undo) =>
  gatewayFor(
    {
      stub: stub(),
      retry: { ...QUICK, maxAttempts: 1, attemptTimeoutMs: 2000 },
      watch: { delayMs: 10 },
      env: { WEIGHBRIDGE_DASHBOARD_PORT: '3456' },
    },
    undo,
  ),
);

/** Alerts about a subject once there are `count` of them, oldest first. */
async function alertsOf(subject: string, count: number) {
  const { admin } = gateway();
  const list = async () => (await admin.alerts.list.query({})).items.filter((one) => one.subject === subject);
  await expect.poll(async () => (await list()).length, { timeout: 10_000 }).toBe(count);
  return (await list()).reverse();
}

async function project(name: string, limitNanoUsd: string) {
  const { admin } = gateway();
  await admin.projects.create.mutate({ name });
  const budget = await admin.budgets.create.mutate({ scope: `project:${name}`, window: 'day', limitNanoUsd });
  const embed = (text: string) =>
    admin.embeddings.embed.mutate({ inputs: [text], project: name, partial: true });
  return { budget, embed };
}

describe('alerts', () => {
  it('are watched for by default as the docs say', async () => {
    const { admin } = gateway();
    expect(await admin.alerts.settings.query()).toMatchObject({
      thresholds: [50, 80, 100],
      forecast: true,
      uncertainNanoUsd: '1000000000',
      uncertain: '$1.00',
      uncertainPercent: 10,
      dashboardUrl: null,
    });
    // An hour that ends under the tests would be history enough for a guess.
    expect(await admin.alerts.setSettings.mutate({ forecast: false })).toMatchObject({ forecast: false });
  });

  it('are told after calls, once a threshold, with what the budgets say', async () => {
    const { admin, as, key } = gateway();
    const { tokens } = await admin.embeddings.countTokens.query({ inputs: ['a first text'] });
    const price = 20n * BigInt(tokens[0]!);
    const { budget, embed } = await project('loud', `${price * 2n}`);
    await embed('a first text');
    const [half] = await alertsOf(budget.id, 1);
    expect(half).toMatchObject({
      kind: 'threshold',
      severity: 'info',
      title: 'Project “loud”: 50 % of the day budget is used',
      page: `/budgets#budget-${budget.id}`,
      acknowledgedAt: null,
      facts: {
        thresholdPercent: 50,
        budget: { id: budget.id, scope: 'project:loud', name: 'project “loud”', window: 'day' },
        limitNanoUsd: `${price * 2n}`,
        resetsAt: budget.resetsAt,
      },
    });
    // It may be looked at before it is settled; it counts either way.
    const { settledNanoUsd, heldNanoUsd } = half!.facts;
    expect(BigInt(String(settledNanoUsd)) + BigInt(String(heldNanoUsd))).toBe(price);
    // From the cache it costs nothing, so nothing is news.
    await embed('a first text');
    await embed('a other text');
    const [, full] = await alertsOf(budget.id, 2);
    expect(full).toMatchObject({ severity: 'critical', title: 'Project “loud”: the day budget is used up' });

    expect(await admin.alerts.open.query()).toMatchObject({ total: 2, info: 1, critical: 1 });
    expect(await admin.alerts.acknowledge.mutate({ ids: [half!.id], reason: 'seen' })).toEqual({
      acknowledged: 1,
    });
    const open = await admin.alerts.list.query({ state: 'open' });
    expect(open.items.map(({ id }) => id)).toEqual([full!.id]);
    expect((await admin.alerts.list.query({ state: 'acknowledged' })).items).toMatchObject([
      { id: half!.id, acknowledgedBy: 'cli' },
    ]);
    expect(await admin.alerts.acknowledge.mutate({ all: true })).toEqual({ acknowledged: 1 });
    expect(await admin.alerts.open.query()).toMatchObject({ total: 0 });
    const audit = await admin.audit.list.query({ action: 'alert.acknowledge' });
    expect(audit.items.map(({ reason }) => reason)).toEqual([null, 'seen']);
    const denied = await refusalOf(as(await key('pipeline')).alerts.list.query({}));
    expect(denied.code).toBe('ADMIN_ONLY');
  });

  it('watch for what they are set to, at once, with an audit line', async () => {
    const { admin } = gateway();
    const { budget, embed } = await project('tuned', '1000000');
    await embed('tiny');
    await admin.alerts.setSettings.mutate({ thresholds: [90, 1, 90], uncertainUsd: '0.25' });
    await admin.budgets.update.mutate({ id: budget.id, limitNanoUsd: '1000' });
    const [told] = await alertsOf(budget.id, 1);
    expect(told).toMatchObject({ facts: { thresholdPercent: 1 }, severity: 'info' });
    const changed = { thresholds: [50, 80, 100], uncertainUsd: null, dashboardUrl: 'https://gauge.example/' };
    expect(await admin.alerts.setSettings.mutate({ ...changed, reason: 'calmer' })).toMatchObject({
      thresholds: [50, 80, 100],
      uncertain: null,
      dashboardUrl: 'https://gauge.example',
    });
    const [line] = (await admin.audit.list.query({ action: 'alert.settings' })).items;
    expect(line).toMatchObject({
      reason: 'calmer',
      from: 'at 1, 90 %; no forecasts; uncertain from $0.25 or 10 % of a budget',
      to: 'at 50, 80, 100 %; no forecasts; uncertain from 10 % of a budget; dashboard at https://gauge.example',
    });
    for (const bad of [
      { thresholds: [0] },
      { uncertainUsd: 'much' },
      { dashboardUrl: 'javascript:alert(1)' },
    ]) {
      expect(await refusalOf(admin.alerts.setSettings.mutate(bad))).toMatchObject({ kind: 'bad_request' });
    }
    expect(await refusalOf(admin.alerts.acknowledge.mutate({}))).toMatchObject({ code: 'INVALID_REQUEST' });
  });

  it('tell of money that may have been billed, and of what was metered beyond its hold', async () => {
    const { budget, embed } = await project('shaky', '500');
    stub().faults.next('reset_after', { times: 1 });
    await embed('lost on the way');
    const [uncertain] = await alertsOf(budget.id, 1);
    expect(uncertain).toMatchObject({
      kind: 'uncertain',
      severity: 'warning',
      facts: { settledNanoUsd: '0' },
    });
    stub().faults.next('wrong_usage', { times: 1 });
    await embed('metered twice');
    const [overrun] = await alertsOf('ledger', 1);
    expect(overrun).toMatchObject({
      kind: 'overrun',
      severity: 'critical',
      facts: { by: [{ provider: 'openai', model: 'text-embedding-3-small' }] },
    });
  });
});
