import type { AnsweredSpace } from '@weighbridge/db';
import { parseSpace } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { billWarning } from '../../schemas/bills.ts';
import { BILLED_BY } from './import.ts';

type Warning = z.infer<typeof billWarning>;

const HOUR_MS = 3_600_000;

/** How the official API is called in a vector space. */
const OFFICIAL = 'openai';

/** What stands under the provider's name in the ledger, or will, and can be in none of its bills. */
export async function elsewhere(ctx: AdminContext, answered: readonly AnsweredSpace[]): Promise<Warning[]> {
  const status = (await ctx.services.providers.status()).find(({ id }) => id === BILLED_BY);
  const now = status && !status.official && status.baseUrl !== null ? [baseUrlWarning(status.baseUrl)] : [];
  return [...endpointWarnings(answered), ...now];
}

function endpointWarnings(answered: readonly AnsweredSpace[]): Warning[] {
  const hours = new Map<string, number[]>();
  for (const { hour, space } of answered) {
    const endpoint = parseSpace(space)?.endpoint ?? space;
    if (endpoint === OFFICIAL) continue;
    const known = hours.get(endpoint) ?? [];
    // Two models of one endpoint are two spaces of an hour.
    if (known.at(-1) !== hour) hours.set(endpoint, [...known, hour]);
  }
  return [...hours].map(([endpoint, its]) => endpointWarning(endpoint, its));
}

function endpointWarning(endpoint: string, hours: readonly number[]): Warning {
  const from = instant(Math.min(...hours));
  const to = instant(Math.max(...hours) + HOUR_MS);
  const days = [...new Set(hours.map((hour) => instant(hour).slice(0, 10)))];
  const [first] = days;
  const when = days.length === 1 ? `on ${first}` : `on ${days.length} days from ${first} to ${days.at(-1)}`;
  return {
    code: 'OTHER_ENDPOINT',
    message:
      `Calls of “${BILLED_BY}” were answered at ${endpoint}, not at the official API, ${when} (UTC). The ledger’s figures hold them, ` +
      'and no bill of OpenAI does, so such days differ by them.',
    facts: { endpoint, from, to, hours: hours.length, days },
  };
}

function baseUrlWarning(baseUrl: string): Warning {
  return {
    code: 'BASE_URL_NOT_OFFICIAL',
    message:
      `The base URL of “${BILLED_BY}” is ${baseUrl} now, not the official API. What is settled from there stands in the ` +
      `ledger as “${BILLED_BY}”, and in no bill of OpenAI.`,
    facts: { baseUrl },
  };
}
