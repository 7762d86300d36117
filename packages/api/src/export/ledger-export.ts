import { InputError } from '@weighbridge/embeddings';
import { z } from 'zod';
import { assertAdmin } from '../access.ts';
import type { ApiContext } from '../context.ts';
import { issueInWords } from '../issue-in-words.ts';
import { ledgerLine } from '../presenters/ledger-line.ts';
import { ledgerFilter } from '../schemas/spend.ts';
import { readLineFilter } from '../services/spend/filter.ts';
import { CSV_HEADER, csvRecord, dollars } from './csv.ts';

/** Lines read at a time: half a megabyte of text. */
const PAGE = 1000;

/** More lines than any ledger has. */
const MOST = 1_000_000_000_000;

export const ledgerExportInput = ledgerFilter.extend({
  format: z.enum(['csv', 'jsonl']).default('jsonl'),
  order: z.enum(['oldest', 'newest']).default('oldest'),
  /** So many lines at most. Ask for one more than are wanted to learn whether there are more. */
  limit: z.coerce.number().int().min(1).max(MOST).optional(),
});

export interface LedgerExport {
  format: 'csv' | 'jsonl';
  /** The day that it was asked for, such as 2026-03-01. */
  day: string;
  /** Pieces of the file; the next page is read when the one before was taken. */
  pieces: AsyncIterable<string>;
}

/**
 * Every line that `spend.ledger` shows with the same filter, as CSV or as one JSON object a line: the fields of
 * `spend.ledger` and exact dollars. What is placed after the export began is not in it.
 * @param query The parameters of an address, not yet looked at.
 * @throws AccessError; InputError for a parameter; NotFoundError for the project
 */
export async function exportLedger(ctx: ApiContext, query: unknown): Promise<LedgerExport> {
  const admin = { ...ctx, caller: assertAdmin(ctx.caller) };
  const { format, order, limit = MOST, ...given } = readQuery(query);
  const { stores, clock } = ctx.services;
  const filter = await readLineFilter(admin, given);
  await stores.ledger.drained();
  const now = clock.now();
  const bounded = { ...filter, to: Math.min(filter.to ?? Number.POSITIVE_INFINITY, now + 1) };
  const [begin, write] = format === 'csv' ? ([CSV_HEADER, csvRecord] as const) : (['', jsonRecord] as const);
  return {
    format,
    day: new Date(now).toISOString().slice(0, 10),
    pieces: (async function* () {
      if (begin !== '') yield begin;
      let after: number | null = 0;
      let left = limit;
      while (after !== null && left > 0) {
        const page: Awaited<ReturnType<typeof stores.spend.lines>> = await stores.spend.lines({
          ...bounded,
          after,
          limit: Math.min(PAGE, left),
          order,
        });
        if (page.items.length > 0) yield page.items.map((line) => write(ledgerLine(line))).join('');
        left -= page.items.length;
        after = page.cursor;
      }
    })(),
  };
}

function jsonRecord(line: Parameters<typeof csvRecord>[0]): string {
  const { heldNanoUsd, settledNanoUsd, wouldHaveNanoUsd } = line;
  const exact = {
    heldUsd: dollars(heldNanoUsd),
    settledUsd: dollars(settledNanoUsd),
    wouldHaveUsd: dollars(wouldHaveNanoUsd),
  };
  return `${JSON.stringify({ ...line, ...exact })}\n`;
}

function readQuery(query: unknown): z.infer<typeof ledgerExportInput> {
  const { data, error } = ledgerExportInput.strict().safeParse(query);
  if (data) return data;
  const [issue] = error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = unknown ?? String(issue?.path[0] ?? 'query');
  throw new InputError(
    'INVALID_REQUEST',
    unknown === undefined
      ? `"${field}" cannot be used: ${issue ? issueInWords(issue) : 'unreadable'}.`
      : `There is no parameter "${field}". The export takes format, order, limit and the filters of spend.ledger.`,
    { field },
  );
}
