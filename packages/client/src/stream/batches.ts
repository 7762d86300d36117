import { WeighbridgeClientError } from '../errors.ts';
import type { StreamItem, StreamSource } from './types.ts';

/** Consecutive items that go into one call. */
export interface Batch<Item> {
  position: number;
  items: Item[];
  inputs: string[];
  /** Of the inputs, in UTF-8. */
  bytes: number;
}

/** Cuts a source into batches, in order; reads no further than the batch that is asked for. */
export async function* batchesOf<Item extends StreamItem>(
  source: StreamSource<Item>,
  limits: { readonly maxInputs: number; readonly maxBytes: number },
  startAt = 0,
): AsyncGenerator<Batch<Item>, void, undefined> {
  assertSource(source);
  assertStart(startAt);
  let batch: Batch<Item> = { position: startAt, items: [], inputs: [], bytes: 0 };
  let position = 0;
  for await (const item of source) {
    if (position++ < startAt) continue;
    // What has no text (null, say) is left to the gateway, which names it by its index.
    const text = typeof item === 'string' ? item : (item as { text: string } | null | undefined)?.text;
    const size = utf8Length(text);
    const full = batch.items.length >= limits.maxInputs || batch.bytes + size > limits.maxBytes;
    if (full && batch.items.length > 0) {
      yield batch;
      batch = { position: position - 1, items: [], inputs: [], bytes: 0 };
    }
    batch.items.push(item);
    batch.inputs.push(text as string);
    batch.bytes += size;
  }
  if (batch.items.length > 0) yield batch;
}

/** A text is iterable too: each of its characters would be embedded, and paid for. */
function assertSource(source: unknown): void {
  const isIterable =
    typeof source === 'object' &&
    source !== null &&
    (Symbol.iterator in source || Symbol.asyncIterator in source);
  if (isIterable) return;
  throw misused(
    'source',
    typeof source === 'string'
      ? 'The source is one text, of which each character would be embedded on its own. Put it into an array.'
      : 'The source must be an array, a generator, or anything else that can be iterated over.',
  );
}

function assertStart(startAt: number): void {
  if (Number.isSafeInteger(startAt) && startAt >= 0) return;
  throw misused('startAt', `"startAt" is ${startAt}: write a whole number of items, 0 or more.`);
}

function misused(field: string, message: string): WeighbridgeClientError {
  return new WeighbridgeClientError({
    code: 'INVALID_REQUEST',
    kind: 'bad_request',
    message,
    retryable: false,
    retryAfterMs: null,
    facts: { field },
  });
}

/** Bytes of a text in UTF-8, without encoding it; what is no string has none and is left to the gateway. */
export function utf8Length(text: unknown): number {
  if (typeof text !== 'string') return 0;
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    // Half of a pair has three bytes as U+FFFD, or two of the four of its character.
    bytes += unit < 0x800 || isPaired(text, at, unit) ? 1 : 2;
  }
  return bytes;
}

function isPaired(text: string, at: number, unit: number): boolean {
  if (unit < 0xd800 || unit > 0xdfff) return false;
  const other = text.charCodeAt(unit < 0xdc00 ? at + 1 : at - 1);
  return unit < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00;
}
