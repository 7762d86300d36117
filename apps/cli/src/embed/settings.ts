import { resolve } from 'node:path';
import { TOO_LONG, type TooLong } from '@weighbridge/embeddings';
import { type ChunkSize, LONGEST_CHUNK_TOKENS, MAX_CHUNK_TOKENS } from '../chunks/chunk.ts';
import { usageError } from '../command-line/cli-error.ts';
import type { VectorEncoding } from '../vector-files/vector-file.ts';

/** Options that `quote` and `embed` share, as commander hands them over. */
export interface ReadingOptions {
  include?: string[];
  exclude?: string[];
  chunkTokens: string;
  chunkOverlap: string;
  maxFileMb: string;
  model?: string;
  dimensions?: string;
  project?: string;
  tooLong?: string;
}

export interface ReadingSettings extends ChunkSize {
  include: readonly string[];
  exclude: readonly string[];
  maxFileBytes: number;
  /** What the gateway is asked for; left out means its defaults. */
  target: { model?: string; dimensions?: number; project?: string; tooLong?: TooLong };
}

/** A chunk must hold any one character, and something beside what it repeats. */
const LEAST_CHUNK_TOKENS = 16;

/** @throws CliError USAGE naming the option. */
export function readingSettings(options: ReadingOptions): ReadingSettings {
  const tooLong = options.tooLong === undefined ? undefined : tooLongOf(options.tooLong);
  // What is truncated or split may be as long as its document.
  const most = tooLong === undefined || tooLong === 'error' ? MAX_CHUNK_TOKENS : LONGEST_CHUNK_TOKENS;
  const chunkTokens = whole('--chunk-tokens', options.chunkTokens, LEAST_CHUNK_TOKENS, most);
  return {
    chunkTokens,
    overlapTokens: whole('--chunk-overlap', options.chunkOverlap, 0, Math.floor(chunkTokens / 2)),
    include: options.include ?? [],
    exclude: options.exclude ?? [],
    maxFileBytes: whole('--max-file-mb', options.maxFileMb, 1, 512) * 1024 * 1024,
    target: {
      ...(options.model === undefined ? {} : { model: options.model }),
      ...(options.dimensions === undefined
        ? {}
        : { dimensions: whole('--dimensions', options.dimensions, 1, 100_000) }),
      ...(options.project === undefined ? {} : { project: options.project }),
      ...(tooLong === undefined ? {} : { tooLong }),
    },
  };
}

/** @throws CliError USAGE */
export function tooLongOf(given: string): TooLong {
  const found = TOO_LONG.find((value) => value === given);
  if (found !== undefined) return found;
  throw usageError(`--too-long is "${given}"; write ${TOO_LONG.join(', ')}.`, {
    option: '--too-long',
    given,
  });
}

export function vectorEncoding(given: string): VectorEncoding {
  if (given === 'float' || given === 'base64') return given;
  throw usageError(`--vectors is "${given}"; write float (an array of numbers) or base64 (float32 bytes).`);
}

/** The output itself and what SQLite keeps beside it. */
export function outputPaths(output: string, cwd: string): string[] {
  const path = resolve(cwd, output);
  return [path, `${path}-wal`, `${path}-shm`, `${path}-journal`];
}

/** A whole number within bounds. @throws CliError USAGE naming the option. */
export function whole(option: string, given: string, least: number, most: number): number {
  const value = /^\d+$/.test(given.trim()) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw usageError(`${option} is "${given}"; write a whole number from ${least} to ${most}.`, {
    option,
    given,
  });
}
