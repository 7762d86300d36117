import type { BillImport } from '@weighbridge/db';
import type { z } from 'zod';
import { amount } from '../../presenters/amount.ts';
import { instant } from '../../presenters/instant.ts';
import type { comparedDay, importsOutput } from '../../schemas/bills.ts';

export function presentImport(row: BillImport): z.infer<typeof importsOutput>[number] {
  return { ...row, at: instant(row.at), from: instant(row.from), to: instant(row.to) };
}

interface Figures {
  requests: number | null;
  tokens: number | null;
  nanoUsd: bigint | null;
}

/** Amounts in both forms; null stays null. */
export function presentFigures({ requests, tokens, nanoUsd }: Figures): z.infer<typeof comparedDay>['bill'] {
  const money = nanoUsd === null ? { nanoUsd: null, usd: null } : amount(nanoUsd);
  return { requests, tokens, ...money };
}

/** Null as soon as one of them is: a sum of what is not known is not known. */
export function sumFigures(all: readonly Figures[]): Figures {
  const sum = all.reduce<{ [K in keyof Figures]: NonNullable<Figures[K]> | null }>(
    (total, one) => ({
      requests: total.requests === null || one.requests === null ? null : total.requests + one.requests,
      tokens: total.tokens === null || one.tokens === null ? null : total.tokens + one.tokens,
      nanoUsd: total.nanoUsd === null || one.nanoUsd === null ? null : total.nanoUsd + one.nanoUsd,
    }),
    { requests: 0, tokens: 0, nanoUsd: 0n },
  );
  return sum;
}
