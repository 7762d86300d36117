import { nanoToDecimal } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { ledgerLine } from '../schemas/spend.ts';

type Line = z.infer<typeof ledgerLine>;

/** Columns in their order, which scripts may rely on: new ones are added at the end. */
const COLUMNS: readonly [name: string, value: (line: Line) => string | number | null][] = [
  ['placed_at', (line) => line.placedAt],
  ['closed_at', (line) => line.closedAt],
  ['id', (line) => text(line.id)],
  ['kind', (line) => line.kind],
  ['state', (line) => line.state],
  ['request_id', (line) => text(line.requestId)],
  ['correlation_id', (line) => text(line.correlationId)],
  ['project', (line) => text(line.project)],
  ['key_id', (line) => text(line.keyId)],
  ['tags', (line) => text(line.tags.join(' '))],
  ['mode', (line) => text(line.mode)],
  ['provider', (line) => text(line.provider)],
  ['model', (line) => text(line.model)],
  ['space', (line) => text(line.space)],
  ['batch', (line) => line.batch],
  ['attempt', (line) => line.attempt],
  ['inputs', (line) => line.inputs],
  ['held_tokens', (line) => line.heldTokens],
  ['held_nano_usd', (line) => line.heldNanoUsd],
  ['held_usd', (line) => dollars(line.heldNanoUsd)],
  ['settled_tokens', (line) => line.settledTokens],
  ['settled_nano_usd', (line) => line.settledNanoUsd],
  ['settled_usd', (line) => dollars(line.settledNanoUsd)],
  ['would_have_nano_usd', (line) => line.wouldHaveNanoUsd],
  ['would_have_usd', (line) => dollars(line.wouldHaveNanoUsd)],
  ['usage', (line) => line.usage],
  ['provider_request_id', (line) => text(line.providerRequestId)],
  ['duration_ms', (line) => line.durationMs],
  ['error_code', (line) => text(line.errorCode)],
];

/** RFC 4180: CRLF at the end of each record. */
export const CSV_HEADER = `${COLUMNS.map(([name]) => name).join(',')}\r\n`;

export function csvRecord(line: Line): string {
  return `${COLUMNS.map(([, value]) => quoted(value(line))).join(',')}\r\n`;
}

/** Exact dollars, every digit. */
export function dollars(nanoUsd: string): string {
  return nanoToDecimal(BigInt(nanoUsd));
}

/**
 * A spreadsheet runs what begins like a formula, and callers choose their own correlation ids and tags: an apostrophe
 * before it makes it text.
 */
function text(value: string | null): string | null {
  return value !== null && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

function quoted(value: string | number | null): string {
  if (value === null) return '';
  const plain = String(value);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
