import { BILL_DAY_MS, type Bill } from './bill.ts';
import { BillTally } from './bill-tally.ts';
import { exactUsd } from './decimal-usd.ts';
import { invalidBill } from './invalid-bill.ts';
import type { NameOf } from './model-name.ts';

type Fields = Record<string, unknown>;

const USAGE = 'organization.usage.embeddings.result';
const COSTS = 'organization.costs.result';

/**
 * An answer of `/v1/organization/usage/embeddings` or `/v1/organization/costs`, or an array of all its pages.
 * @throws InputError INVALID_BILL naming the field
 */
export function readJsonBill(text: string, nameOf: NameOf): Bill {
  const pages = [parseExact(text)].flat();
  const results = pages.flatMap((page, number) => resultsOf(page, pages.length > 1 ? `[${number}]` : ''));
  const last = fieldsOf(pages.at(-1), 'The file');
  if (last.has_more === true) {
    throw invalidBill(
      'has_more',
      'this is not the last page, so days would seem to lack spend. Ask for all days at once (limit=31), or give an array of all pages.',
      { field: 'has_more' },
    );
  }
  const kind = results.some(({ result }) => result?.object === COSTS || result?.amount !== undefined)
    ? 'costs'
    : 'usage';
  const tally = new BillTally(kind, nameOf);
  for (const { at, result, field } of results) {
    if (!result) tally.covers(at);
    else if (kind === 'costs') addCost(tally, at, result, field);
    else addUsage(tally, at, result, field);
  }
  if (tally.isEmpty) throw invalidBill('data', 'it holds no days.', { field: 'data' });
  return tally.bill(kind === 'costs' ? 'costs_json' : 'usage_json');
}

interface Result {
  at: number;
  /** Undefined for a bucket without results. */
  result: Fields | undefined;
  field: string;
}

function resultsOf(page: unknown, prefix: string): Result[] {
  const { data } = fieldsOf(page, prefix || 'The file');
  const field = prefix === '' ? 'data' : `${prefix}.data`;
  if (!Array.isArray(data)) throw wrong(field, 'is no list of buckets');
  return data.flatMap((given: unknown, index): Result[] => {
    const name = `${field}[${index}]`;
    const bucket = fieldsOf(given, name);
    const at = seconds(bucket.start_time, `${name}.start_time`);
    if (bucket.end_time !== undefined && bucket.end_time !== null) {
      const end = seconds(bucket.end_time, `${name}.end_time`);
      const dayEnds = (Math.floor(at / BILL_DAY_MS) + 1) * BILL_DAY_MS;
      if (end > dayEnds) throw wrong(`${name}.end_time`, 'lies past its UTC day. Ask with bucket_width=1d');
    }
    const results = bucket.results ?? bucket.result;
    if (!Array.isArray(results)) throw wrong(`${name}.results`, 'is no list');
    if (results.length === 0) return [{ at, result: undefined, field: name }];
    return results.map((result: unknown, place) => {
      const own = `${name}.results[${place}]`;
      return { at, result: fieldsOf(result, own), field: own };
    });
  });
}

function addUsage(tally: BillTally, at: number, result: Fields, field: string): void {
  const { object, model } = result;
  tally.covers(at);
  // Other kinds of usage, such as completions, bill other models.
  if (typeof object === 'string' && object !== USAGE) {
    tally.ignore(object);
    return;
  }
  const tokens = count(result.input_tokens, `${field}.input_tokens`);
  const requests = count(result.num_model_requests, `${field}.num_model_requests`);
  if (typeof model !== 'string' || model === '') {
    if (tokens === 0 && requests === 0) return;
    throw wrong(`${field}.model`, 'is missing. Ask with group_by=model');
  }
  tally.add(at, model, { tokens, requests });
}

function addCost(tally: BillTally, at: number, result: Fields, field: string): void {
  const amount = fieldsOf(result.amount, `${field}.amount`);
  const exact = typeof amount.value === 'string' ? exactUsd(amount.value) : undefined;
  if (exact === undefined) throw wrong(`${field}.amount.value`, 'is no amount');
  const currency = amount.currency ?? 'usd';
  if (typeof currency !== 'string' || currency.toLowerCase() !== 'usd') {
    throw wrong(`${field}.amount.currency`, `is ${JSON.stringify(currency)}; the ledger is in US dollars`);
  }
  const { line_item: item } = result;
  tally.covers(at);
  if (typeof item === 'string' && item !== '') tally.add(at, item, { exactUsd: exact });
  else if (exact !== 0n) throw wrong(`${field}.line_item`, 'is missing. Ask with group_by=line_item');
}

/** JSON whose amounts stay the decimal text they were written as. */
function parseExact(text: string): unknown {
  try {
    return JSON.parse(text, (key: string, value: unknown, context?: { source?: string }) =>
      key === 'value' && typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
  } catch (error) {
    throw invalidBill('The file', `it begins like JSON, but is none: ${placeOf(error)}`);
  }
}

/** V8 says where, and quotes what stands there; only the place is repeated. */
function placeOf(error: unknown): string {
  const place = /line \d+ column \d+/.exec(error instanceof Error ? error.message : '');
  return place ? `see ${place[0]}.` : 'it ends too early, or is cut.';
}

function fieldsOf(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw wrong(field, 'is no object');
}

function seconds(value: unknown, field: string): number {
  if (Number.isSafeInteger(value) && Number(value) > 0) return Number(value) * 1000;
  throw wrong(field, 'is no instant in Unix seconds');
}

function count(value: unknown, field: string): number {
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw wrong(field, 'is no whole number');
}

function wrong(field: string, what: string): Error {
  return invalidBill(field, `it ${what}.`, { field });
}
