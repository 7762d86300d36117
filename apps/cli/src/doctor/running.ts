import { type RouterOutputs, toClientError } from '@weighbridge/client';
import { HIGHEST_PRICE } from '@weighbridge/embeddings';
import { CliError } from '../command-line/cli-error.ts';
import { answers, connectAsAdmin } from '../gateway/connect.ts';
import type { GatewayPlace, Surroundings } from '../gateway/place.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** What a running gateway says of itself; `version` is this command's. */
export async function gatewayChecks(
  place: GatewayPlace,
  version: string,
  around: Surroundings,
): Promise<Check[]> {
  if (!(await answers(place.url))) return [notRunning(place)];
  const checks = [ok('gateway', `it answers at ${place.url}`), await readiness(place.url)];
  try {
    const { ask } = await connectAsAdmin({ url: place.url, dataDir: place.dataDir }, around);
    const [info, status, gaps, webhooks, prices] = await Promise.all([
      ask((trpc) => trpc.system.info.query()),
      ask((trpc) => trpc.providers.status.query()),
      ask((trpc) => trpc.gaps.list.query()),
      ask((trpc) => trpc.webhooks.list.query()),
      ask((trpc) => trpc.prices.list.query()),
    ]);
    checks.push(
      ok('sign-in', 'by the token file'),
      sameVersion(info.version, version),
      mode(status),
      ok(
        'gateway’s environment',
        info.environment.length > 0
          ? `${info.environment.join(', ')} (wins over what is stored)`
          : 'nothing is set',
      ),
    );
    for (const { id, from, to } of gaps.filter(({ closedAt }) => closedAt === null)) {
      checks.push(
        fail(
          'ledger gap',
          `the ledger lacks what was spent from ${from} to ${to}; budgets that overlap it admit nothing`,
          `Look at the provider’s bill: weighbridge ledger gaps close ${id} --billed-usd <dollars>, or --nothing-billed`,
        ),
      );
    }
    checks.push(...unusablePrices(prices));
    for (const { id, name, enabled, lastDelivery } of webhooks) {
      if (!enabled || lastDelivery?.state !== 'failed') continue;
      checks.push(
        warn(
          'webhook',
          `the last message to "${name}" did not arrive: ${lastDelivery.lastError ?? 'no reason is known'}`,
          `Try it: weighbridge webhooks test ${id}`,
        ),
      );
    }
    if (info.recoveredUncertain > 0) {
      checks.push(
        warn(
          'ledger',
          `${info.recoveredUncertain} attempts of a process that died may have been billed`,
          'They count against budgets; see "weighbridge ledger export --state uncertain".',
        ),
      );
    }
  } catch (error) {
    const { message } = error instanceof CliError ? error : toClientError(error, place.url);
    checks.push(
      fail('sign-in', message, 'Run doctor as the user, and in the directory, that the gateway runs in.'),
    );
  }
  return checks;
}

/** Older versions took prices beyond a dollar a token; calls under one are refused. */
function unusablePrices(prices: RouterOutputs['prices']['list']): Check[] {
  return prices
    .filter(({ state }) => state === 'in_force' || state === 'to_come')
    .filter(({ nanoUsdPerToken }) => BigInt(nanoUsdPerToken) > HIGHEST_PRICE)
    .map(({ id, model, from, pricePerMillion }) =>
      fail(
        'price',
        `${model} costs ${pricePerMillion} a million tokens from ${from} on, beyond a dollar a token: its calls are refused`,
        `Take it back: weighbridge prices remove ${id}, or set the right one: weighbridge prices set ${model} --usd-per-million <dollars>`,
      ),
    );
}

function notRunning(place: GatewayPlace): Check {
  const message = `nothing answers at ${place.url}`;
  if (place.source === 'option' || place.source === 'WEIGHBRIDGE_URL') {
    return fail('gateway', message, 'Check the address, and that the gateway there is running.');
  }
  return place.running
    ? warn(
        'gateway',
        `${message}, where the last one was (process ${place.running.pid ?? 'unknown'}); it seems to have been killed`,
        'Start it again: weighbridge start. What was out then is shown as uncertain.',
      )
    : warn('gateway', message, 'Start it: weighbridge start');
}

/** The database's word: `/readyz` reads it. */
async function readiness(url: string): Promise<Check> {
  const name = 'database';
  try {
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(5_000) });
    if (response.ok) return ok(name, 'it answers');
    const body: unknown = await response.json();
    return fail(
      name,
      problemsIn(body) || `HTTP ${response.status}`,
      'See the gateway’s log; check the disk.',
    );
  } catch {
    return fail(name, 'the gateway does not say', 'See the gateway’s log.');
  }
}

function problemsIn(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('problems' in body)) return '';
  const { problems } = body;
  if (!Array.isArray(problems)) return '';
  return problems
    .map((problem: unknown) =>
      typeof problem === 'object' && problem !== null && 'message' in problem ? String(problem.message) : '',
    )
    .join(' ');
}

function sameVersion(theirs: string, ours: string): Check {
  return theirs === ours
    ? ok('version', ours)
    : warn(
        'version',
        `the gateway is ${theirs}, this command ${ours}`,
        'Restart the gateway after an update.',
      );
}

function mode(status: {
  mode: string;
  space: string;
  modes: { mode: string; allowed: boolean; message: string }[];
}): Check {
  const inForce = status.modes.find((candidate) => candidate.mode === status.mode);
  return inForce && !inForce.allowed
    ? fail(
        'mode',
        `${status.mode}, but it cannot answer: ${inForce.message}`,
        'Set a key, or switch: weighbridge mode mock',
      )
    : ok('mode', `${status.mode}, answering in ${status.space}`);
}
