import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import {
  type JournalEntry,
  type JournalSummary,
  parseJournal,
  readJournal,
  Tally,
} from './journal-reading.ts';

/** An entry before it has its place. */
export type NewJournalEntry = Omit<JournalEntry, 'seq'>;

/**
 * The record of every request to `POST /v1/embeddings`: the truth about what was billed. With a path it is
 * a file of JSON lines, each written by a blocking call before any byte of the answer leaves, so neither a
 * killed client nor a killed stub can hide a billed request. Without a path it is kept in memory.
 */
export class Journal {
  readonly path: string | null;
  readonly #file: number | null = null;
  readonly #memory: JournalEntry[] = [];
  readonly #tally = new Tally();
  #seq = 0;
  #open = true;

  /** Opens the file, or creates it; an existing one is continued. Throws what `node:fs` throws. */
  constructor(path: string | null) {
    this.path = path;
    if (path === null) return;
    const file = openSync(path, 'a+');
    this.#file = file;
    for (const entry of continueFile(file, path)) this.#count(entry);
  }

  /** Appends one entry; once this returns, other processes can read it. */
  append(entry: NewJournalEntry): JournalEntry {
    // The descriptor's number may be another file's by now.
    if (!this.#open) throw new Error('The journal is closed: no request may be decided any more.');
    const numbered = { seq: this.#seq + 1, ...entry };
    if (this.#file === null) this.#memory.push(numbered);
    else writeFully(this.#file, Buffer.from(`${JSON.stringify(numbered)}\n`));
    this.#count(numbered);
    return numbered;
  }

  /** Every entry so far. */
  entries(): JournalEntry[] {
    return this.path === null ? [...this.#memory] : readJournal(this.path);
  }

  /** What the entries add up to, without reading them again. */
  summary(): JournalSummary {
    return this.#tally.summary();
  }

  /** Requests and bill so far, cheap enough to ask for often. */
  totals(): Omit<JournalSummary, 'paidCounts'> {
    return this.#tally.totals();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#file !== null) closeSync(this.#file);
  }

  #count(entry: JournalEntry): void {
    this.#seq = entry.seq;
    this.#tally.add(entry);
  }
}

/**
 * Entries of a file opened for appending. A last line without its end was cut short when a stub was killed,
 * so its answer never left: it is removed, or the next entry would be glued to it.
 */
function continueFile(file: number, path: string): JournalEntry[] {
  const bytes = Buffer.alloc(fstatSync(file).size);
  for (let read = 0; read < bytes.length; ) {
    const more = readSync(file, bytes, read, bytes.length - read, read);
    if (more === 0) break;
    read += more;
  }
  const complete = bytes.lastIndexOf('\n') + 1;
  if (complete < bytes.length) ftruncateSync(file, complete);
  return parseJournal(bytes.toString('utf8', 0, complete), path);
}

function writeFully(file: number, line: Buffer): void {
  for (let written = 0; written < line.length; ) written += writeSync(file, line, written);
}
