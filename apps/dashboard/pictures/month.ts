import { writeFileSync } from 'node:fs';
import type { Stack } from '../e2e/stack.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LARGE = 'text-embedding-3-large';
const SMALL = 'text-embedding-3-small';

interface Team {
  project: string;
  model: string;
  tags: string[];
  /** Tokens of one of its texts; a call has `texts` of them. */
  tokens: number;
  texts: number;
}

const TEAMS: readonly Team[] = [
  { project: 'search', model: LARGE, tags: ['team:search'], tokens: 6400, texts: 32 },
  { project: 'docs', model: SMALL, tags: ['team:docs', 'nightly'], tokens: 4200, texts: 40 },
  { project: 'support', model: SMALL, tags: ['team:support'], tokens: 2600, texts: 24 },
];

/** Share of a working day's traffic in an hour of UTC. */
function busy(hour: number): number {
  return 0.25 + 0.75 * Math.max(0, Math.sin(((hour - 5) / 15) * Math.PI));
}

/**
 * A month of three teams' calls, made for real through the gateway while its clock is moved on: hour by hour for the last
 * two days, twice a day before. It ends at an instant of your choice. Nothing is random, so that two pictures differ by what the dashboard draws.
 */
export async function liveThroughMonth(stack: Stack, clockFile: string, end: number): Promise<void> {
  const { api, stub } = stack;
  const goTo = (at: number) => writeFileSync(clockFile, String(Math.round(at - Date.now())));
  goTo(end - 30 * DAY);
  await api.providers.setMode.mutate({ mode: 'real', reason: 'The pilot is over' });
  const keys = new Map<string, string>();
  for (const { project } of TEAMS) {
    const name = project.replace(/^./, (first) => first.toUpperCase());
    await api.projects.create.mutate({ id: project, name });
    const { key } = await api.keys.create.mutate({ name: `${project}-ingest`, project });
    keys.set(project, key);
  }
  let step = 0;
  for (let at = end - 30 * DAY; at < end; at += at < end - 2 * DAY ? 12 * HOUR : HOUR) {
    goTo(at);
    step += 1;
    const date = new Date(at);
    const weekend = date.getUTCDay() % 6 === 0;
    const level = busy(date.getUTCHours()) * (weekend ? 0.35 : 1);
    if (step % 19 === 7) stub.faults.next('reset_after');
    if (step % 31 === 11) stub.faults.next('zero_vector', { times: 2 });
    if (step % 17 === 5) stub.faults.next('server_error');
    for (const team of TEAMS) await callOf(stack, keys.get(team.project) ?? '', team, { level, step });
  }
  goTo(end);
  stack.forgetSession();
}

async function callOf(
  stack: Stack,
  key: string,
  team: Team,
  { level, step }: { level: number; step: number },
): Promise<void> {
  const texts = Math.max(1, Math.round(team.texts * level));
  // Every third text was there the time before: the cache has it.
  const input = Array.from({ length: texts }, (_, index) => {
    const version = index % 3 === 2 ? Math.floor(step / 4) : step;
    return `${team.project} ${version} ${index}${' weigh'.repeat(Math.max(1, team.tokens - 8))}`;
  });
  await fetch(`${stack.gatewayUrl}/v1/embeddings`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      'x-weighbridge-tags': team.tags.join(', '),
    },
    body: JSON.stringify({ model: team.model, input, encoding_format: 'base64' }),
  }).then((answer) => answer.arrayBuffer());
}

/** Limits that the month has come near to, in different degrees. */
export async function setLimits({ api }: Stack): Promise<void> {
  const { today, month } = await api.spend.summary.query({});
  const ofDay = Number(today.settledNanoUsd) / 1e9;
  const ofMonth = Number(month.settledNanoUsd) / 1e9;
  const limit = (spent: number, share: number) => Math.max(0.01, spent / share).toFixed(2);
  await api.budgets.create.mutate({ scope: 'global', window: 'day', limitUsd: limit(ofDay, 0.55) });
  await api.budgets.create.mutate({ scope: 'global', window: 'month', limitUsd: limit(ofMonth, 0.4) });
  await api.budgets.create.mutate({
    scope: 'project:search',
    window: 'day',
    limitUsd: limit(ofDay, 1),
  });
  await api.budgets.create.mutate({ scope: 'tag:nightly', window: 'week', limitUsd: limit(ofMonth, 3) });
}
