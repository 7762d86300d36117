import type { BillImport } from '@weighbridge/db';
import { type ComparedDay, type Coverage, compareBill } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { amount } from '../../presenters/amount.ts';
import { instantOrNull, readInstant } from '../../presenters/instant.ts';
import type { compareInput, compareOutput } from '../../schemas/bills.ts';
import { elsewhere } from './elsewhere.ts';
import { BILLED_BY } from './import.ts';
import { presentFigures, sumFigures } from './present.ts';

type Output = z.infer<typeof compareOutput>;

/** The ledger beside what was imported, by UTC day and model; all days that any import speaks of, when left out. */
export async function compare(ctx: AdminContext, input: z.infer<typeof compareInput>): Promise<Output> {
  const { stores } = ctx.services;
  const imports = (await stores.bills.imports()).filter(({ provider }) => provider === BILLED_BY);
  const from = input.from === undefined ? first(imports) : readInstant('from', input.from);
  const to = input.to === undefined ? last(imports) : readInstant('to', input.to);
  await stores.ledger.drained();
  const statement = await stores.bills.statement({ from: from ?? 0, to: to ?? 0, provider: BILLED_BY });
  const days = compareBill(
    statement.lines,
    statement.ledger,
    statement.uncertain,
    coverageOf(statement.imports),
  );
  return {
    from: instantOrNull(from),
    to: instantOrNull(to),
    rows: days.map(presentDay),
    totals: totalsOf(days),
    warnings: await elsewhere(ctx, statement.answered),
  };
}

function coverageOf(imports: readonly BillImport[]): Coverage {
  const covers = (kind: BillImport['kind']) => (day: number) =>
    imports.some((one) => one.kind === kind && one.from <= day && day < one.to);
  return { usage: covers('usage'), costs: covers('costs') };
}

function presentDay(row: ComparedDay): Output['rows'][number] {
  const { model, verdict, found, uncertain } = row;
  return {
    day: new Date(row.day).toISOString().slice(0, 10),
    model,
    bill: presentFigures(row.bill),
    ledger: presentFigures(row.ledger),
    difference: presentFigures(row.difference),
    uncertain: { attempts: uncertain.attempts, tokens: uncertain.tokens, ...amount(uncertain.nanoUsd) },
    verdict,
    found,
  };
}

function totalsOf(days: readonly ComparedDay[]): Output['totals'] {
  const count = (verdict: ComparedDay['verdict']) => days.filter((row) => row.verdict === verdict).length;
  return {
    days: new Set(days.map(({ day }) => day)).size,
    agrees: count('agrees'),
    explained: count('explained'),
    differs: count('differs'),
    bill: presentFigures(sumFigures(days.map(({ bill }) => bill))),
    ledger: presentFigures(sumFigures(days.map(({ ledger }) => ledger))),
    difference: presentFigures(sumFigures(days.map(({ difference }) => difference))),
    uncertain: {
      attempts: days.reduce((sum, { uncertain }) => sum + uncertain.attempts, 0),
      tokens: days.reduce((sum, { uncertain }) => sum + uncertain.tokens, 0),
      ...amount(days.reduce((sum, { uncertain }) => sum + uncertain.nanoUsd, 0n)),
    },
  };
}

function first(imports: readonly BillImport[]): number | null {
  return imports.length === 0 ? null : Math.min(...imports.map(({ from }) => from));
}

function last(imports: readonly BillImport[]): number | null {
  return imports.length === 0 ? null : Math.max(...imports.map(({ to }) => to));
}
