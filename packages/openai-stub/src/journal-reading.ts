import { readFileSync } from 'node:fs';
import { StubError } from './stub-error.ts';

/** One request to `POST /v1/embeddings`. */
export interface JournalEntry {
  /** 1, 2, 3, … in the order in which requests were decided. */
  readonly seq: number;
  /** When the request arrived, ISO 8601 in UTC. */
  readonly time: string;
  /** From arrival until this entry was written, in milliseconds. */
  readonly durationMs: number;
  /** The `x-request-id` answered, or that would have been. */
  readonly requestId: string;
  /** The client's `x-client-request-id`. */
  readonly clientRequestId: string | null;
  /** The client's `x-weighbridge-*` headers. */
  readonly correlation: Readonly<Record<string, string>>;
  /** The last four characters of the bearer key. */
  readonly keyLast4: string | null;
  readonly model: string | null;
  /** Length of the vectors answered (or due, had the request not been refused). */
  readonly dimensions: number | null;
  readonly encodingFormat: 'float' | 'base64';
  /** Number of inputs. */
  readonly inputs: number;
  /** The true count over all inputs; null when the request was refused before all were counted. */
  readonly tokens: number | null;
  readonly billed: boolean;
  /** What was metered: what `usage` reports, or would have. 0 unless billed. */
  readonly billedTokens: number;
  /** Price of `billedTokens` in nano-USD, a whole number as a string. */
  readonly billedNanoUsd: string;
  /** HTTP status answered; null when the client got none. */
  readonly status: number | null;
  /** The fault that struck this request, if one did. */
  readonly fault: string | null;
  /** Message of the error answered, if one was. */
  readonly error: string | null;
  /** Whether the client had gone before the entry was written. */
  readonly clientGone: boolean;
  /** SHA-256 of every input's UTF-8 bytes, hexadecimal, in input order. */
  readonly sha256: readonly string[];
  /** The inputs themselves, only with the option `journalTexts`. */
  readonly texts?: readonly string[];
}

/** What entries add up to. */
export interface JournalSummary {
  readonly requests: number;
  readonly billedRequests: number;
  readonly billedTokens: number;
  readonly billedNanoUsd: bigint;
  /** How often each text was paid for, by its SHA-256; texts that never were are absent. */
  readonly paidCounts: ReadonlyMap<string, number>;
}

/**
 * Reads a journal file, also one that is being written by another process. A last line without its end is
 * left out: its answer has not left yet.
 * @throws {StubError} `journal_unreadable` for a complete line that is not an entry.
 */
export function readJournal(path: string): JournalEntry[] {
  return parseJournal(readFileSync(path, 'utf8'), path);
}

/** Entries of JSON lines. `source` names them in errors. */
export function parseJournal(lines: string, source: string): JournalEntry[] {
  return lines
    .slice(0, lines.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
    .map((line, i) => parseEntry(line, `${source}:${i + 1}`));
}

function parseEntry(line: string, where: string): JournalEntry {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch (error) {
    throw new StubError(
      'journal_unreadable',
      `${where} is not JSON: the file was written by something else.`,
      {
        cause: error,
      },
    );
  }
  if (!isEntry(entry)) {
    throw new StubError('journal_unreadable', `${where} is JSON but no journal entry: check the path.`);
  }
  return entry;
}

/** Checks what sums depend on; the rest is trusted, being written by this package. */
function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<Record<keyof JournalEntry, unknown>>;
  return (
    typeof entry.seq === 'number' &&
    typeof entry.billed === 'boolean' &&
    typeof entry.billedTokens === 'number' &&
    typeof entry.billedNanoUsd === 'string' &&
    /^\d+$/.test(entry.billedNanoUsd) &&
    Array.isArray(entry.sha256)
  );
}

/** Adds up entries: requests, what was billed, and how often each text was paid for. */
export function summarise(entries: Iterable<JournalEntry>): JournalSummary {
  const tally = new Tally();
  for (const entry of entries) tally.add(entry);
  return tally.summary();
}

/** A running sum of entries. */
export class Tally {
  #requests = 0;
  #billedRequests = 0;
  #billedTokens = 0;
  #billedNanoUsd = 0n;
  readonly #paidCounts = new Map<string, number>();

  add(entry: JournalEntry): void {
    this.#requests += 1;
    if (!entry.billed) return;
    this.#billedRequests += 1;
    this.#billedTokens += entry.billedTokens;
    this.#billedNanoUsd += BigInt(entry.billedNanoUsd);
    for (const text of entry.sha256) this.#paidCounts.set(text, (this.#paidCounts.get(text) ?? 0) + 1);
  }

  totals(): Omit<JournalSummary, 'paidCounts'> {
    return {
      requests: this.#requests,
      billedRequests: this.#billedRequests,
      billedTokens: this.#billedTokens,
      billedNanoUsd: this.#billedNanoUsd,
    };
  }

  summary(): JournalSummary {
    return { ...this.totals(), paidCounts: new Map(this.#paidCounts) };
  }
}
