/** What the provider says of one model on one UTC day; null where its export does not say. */
export interface BillLine {
  /** First ms of the day. */
  day: number;
  model: string;
  requests: number | null;
  tokens: number | null;
  nanoUsd: bigint | null;
}

export const BILL_FORMATS = ['usage_json', 'costs_json', 'usage_csv', 'costs_csv'] as const;

export type BillFormat = (typeof BILL_FORMATS)[number];

/** A usage or costs export, as it was read. */
export interface Bill {
  kind: 'usage' | 'costs';
  format: BillFormat;
  /** First ms of its first day, and first ms after its last; days between without a line had nothing. */
  from: number;
  to: number;
  lines: BillLine[];
  /** What it bills that is no embedding model, by name, with the lines of each. */
  ignored: { name: string; lines: number }[];
}

export const BILL_DAY_MS = 86_400_000;
