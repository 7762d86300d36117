import { InputError } from '@weighbridge/embeddings';

/** Milliseconds since the epoch as an ISO 8601 instant in UTC. */
export function instant(at: number): string {
  return new Date(at).toISOString();
}

export function instantOrNull(at: number | null): string | null {
  return at === null ? null : instant(at);
}

/** @throws InputError INVALID_REQUEST naming the field. */
export function readInstant(field: string, text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new InputError(
    'INVALID_REQUEST',
    `"${field}" is no instant. Write ISO 8601 in UTC, such as 2026-01-31T00:00:00Z.`,
    { field },
  );
}
