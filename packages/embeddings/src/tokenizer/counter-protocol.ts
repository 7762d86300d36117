import type { EncodingTables } from './encoding-tables.ts';

/** What a counting worker is started with: the tables, unless it is the first and has to build them. */
export interface CounterWorkerData {
  readonly tables: EncodingTables | undefined;
}

/** Work for a counting worker. Counts above `limit` may be any number above it. */
export type CountRequest =
  /** Counts of each text. */
  | { readonly kind: 'texts'; readonly texts: readonly string[]; readonly limit: number }
  /**
   * The next part of one long text; the last part is answered with the count of all. `whole` tells apart the texts whose
   * parts arrive in turns: a worker has two requests at a time.
   */
  | {
      readonly kind: 'part';
      readonly whole: number;
      readonly text: string;
      readonly isLast: boolean;
      readonly limit: number;
    }
  /** The next part of a text to be cut; answered with the windows that it completes, as pairs of end and tokens. */
  | {
      readonly kind: 'cut';
      readonly whole: number;
      readonly text: string;
      readonly isLast: boolean;
      readonly maxTokens: number;
      readonly mostWindows: number;
    };

/** To the worker; it answers each with a `CounterReply` of the same id, in order. */
export type NumberedRequest = CountRequest & { readonly id: number };

export type CounterReply =
  | { readonly kind: 'tables'; readonly tables: EncodingTables }
  /** One count for each text; none for a part that is not the last; pairs for a cut. */
  | { readonly kind: 'counts'; readonly id: number; readonly counts: readonly number[] };
