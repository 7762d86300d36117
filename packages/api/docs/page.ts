import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { appRouter } from '../src/root.ts';
import { accessKey, project } from '../src/schemas/access.ts';
import { alert, settings as alertSettings } from '../src/schemas/alerts.ts';
import { budget } from '../src/schemas/budgets.ts';
import { gap } from '../src/schemas/gaps.ts';
import { integrityReport } from '../src/schemas/keeping.ts';
import { model } from '../src/schemas/models.ts';
import { price } from '../src/schemas/prices.ts';
import { providerStatus } from '../src/schemas/providers.ts';
import { rateLimit } from '../src/schemas/rate-limits.ts';
import { retention } from '../src/schemas/retention.ts';
import { ledgerLine, totals } from '../src/schemas/spend.ts';
import { delivery, webhook } from '../src/schemas/webhooks.ts';
import type { Access } from '../src/trpc.ts';
import { DESCRIPTIONS } from './descriptions.ts';
import { type NamedTypes, propertiesOf, typeText } from './type-text.ts';

/** Where the page stands. */
export const PAGE = join(import.meta.dirname, '../../../docs/procedures.md');

/** Its first part is written by hand; what follows this line is made of the router. */
const MARK = '<!-- from here on: pnpm --filter @weighbridge/api run docs -->';

const NAMED = {
  Totals: totals,
  LedgerLine: ledgerLine,
  Budget: budget,
  Model: model,
  Alert: alert,
  Delivery: delivery,
  ProviderStatus: providerStatus,
  Price: price,
  Webhook: webhook,
  Gap: gap,
  AccessKey: accessKey,
  Project: project,
  AlertSettings: alertSettings,
  RateLimit: rateLimit,
  Integrity: integrityReport,
  Retention: retention,
};

const WHO: Readonly<Record<Access, string>> = {
  open: 'anybody',
  caller: 'access key or administrator',
  admin: 'administrator',
};

interface Described {
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  access: Access;
  input: z.ZodType | undefined;
  output: z.ZodType | undefined;
}

/** The page as it should be. */
export function proceduresPage(): string {
  const [byHand = ''] = readFileSync(PAGE, 'utf8').split(MARK);
  const named: { name: string; properties: Record<string, string> }[] = [];
  for (const [name, schema] of Object.entries(NAMED)) {
    named.push({ name, properties: propertiesOf(schema, named) });
  }
  const procedures = describeAll();
  const groups = [...new Set(procedures.map(({ path }) => path.split('.')[0] ?? ''))].sort();
  return [
    `${byHand}${MARK}`,
    ...groups.map((group) =>
      [
        `## ${group}`,
        ...procedures
          .filter(({ path }) => path.startsWith(`${group}.`))
          .map((procedure) => procedureText(procedure, named)),
      ].join('\n\n'),
    ),
    '## Types that stand in several answers',
    ...named.map(({ name, properties }) => {
      const fields = Object.entries(properties).map(([field, type]) => `${field}: ${type}`);
      return `**${name}** \`{ ${fields.join(', ')} }\``;
    }),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

export function describeAll(): Described[] {
  // Flat by name, which its type does not say.
  const procedures = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: Described['type']; inputs: z.ZodType[]; output?: z.ZodType; meta?: { access?: Access } } }
  >;
  return Object.entries(procedures).map(([path, { _def }]) => ({
    path,
    type: _def.type,
    access: _def.meta?.access ?? 'open',
    input: _def.inputs[0],
    output: _def.output,
  }));
}

function procedureText({ path, type, access, input, output }: Described, named: NamedTypes): string {
  const lines = [`**\`${path}\`** · ${type} · ${WHO[access]}. ${DESCRIPTIONS[path] ?? ''}`];
  if (input) lines.push(`- takes \`${typeText(input, 'input', named)}\``);
  if (output) lines.push(`- answers \`${typeText(output, 'output', named)}\``);
  return lines.join('\n');
}
