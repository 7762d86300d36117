import type { AnswerAnomaly, ProviderAnswer, ProviderRequest } from '../provider.ts';
import { decodeVector } from './decode-vector.ts';

/**
 * Reads the body of a 200. Vectors are matched to inputs by `index`, never by position.
 * @returns undefined when it is no list of embeddings at all.
 */
export function parseAnswer(
  body: string,
  request: Pick<ProviderRequest, 'inputs' | 'model'>,
  providerRequestId: string | undefined,
): ProviderAnswer | undefined {
  const parsed = parseJson(body);
  if (!isRecord(parsed) || !Array.isArray(parsed.data)) return undefined;
  const items: unknown[] = parsed.data;
  return {
    ...matchByIndex(items, request.inputs.length),
    meteredTokens: meteredTokens(parsed.usage),
    model: typeof parsed.model === 'string' ? parsed.model : request.model.id,
    providerRequestId,
  };
}

function matchByIndex(
  items: readonly unknown[],
  inputs: number,
): Pick<ProviderAnswer, 'vectors' | 'anomalies'> {
  const vectors = new Array<Float32Array | undefined>(inputs).fill(undefined);
  const anomalies: AnswerAnomaly[] = [];
  const given = new Uint8Array(inputs);
  const shifted = isShifted(items, inputs);
  for (const item of items) {
    if (!isRecord(item)) continue;
    const index = item.index;
    if (typeof index !== 'number' || !Number.isInteger(index)) continue;
    if (index < 0 || index >= inputs) {
      anomalies.push({ code: 'INDEX_OUT_OF_RANGE', index });
    } else if (given[index]) {
      vectors[index] = undefined;
      if (given[index] === 1) anomalies.push({ code: 'DUPLICATE_INDEX', index });
      given[index] = 2;
    } else {
      given[index] = 1;
      if (!shifted) vectors[index] = decodeVector(item.embedding);
    }
  }
  for (let index = 0; index < inputs; index++) {
    if (!given[index]) anomalies.push({ code: 'MISSING_INDEX', index });
  }
  return { vectors, anomalies };
}

/**
 * True for a server that counts from 1, say: some index lies outside, and each differs from its position by the same,
 * which is not nothing. Then every vector would be given to its neighbour's text, so none of them is used.
 */
function isShifted(items: readonly unknown[], inputs: number): boolean {
  const shifts = new Set<number>();
  let outside = false;
  for (const [position, item] of items.entries()) {
    const index = isRecord(item) ? item.index : undefined;
    if (typeof index !== 'number') return false;
    shifts.add(index - position);
    outside ||= index < 0 || index >= inputs;
    if (shifts.size > 1) return false;
  }
  return outside && !shifts.has(0);
}

/**
 * Tokens as the provider metered them; undefined where it does not say, or not as a count. Zero is none: no input has no
 * token, and servers that do not count write it; taken at its word, a budget would never fill.
 */
export function meteredTokens(usage: unknown): number | undefined {
  if (!isRecord(usage)) return undefined;
  const tokens = usage.prompt_tokens ?? usage.total_tokens;
  return typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : undefined;
}

/** A byte order mark before it is passed over, as fetch does. @returns undefined for what is no JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
