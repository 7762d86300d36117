import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactUsd, roundToNano } from './decimal-usd.ts';
import { readBill } from './read-bill.ts';

const MODELS = ['text-embedding-3-small', 'text-embedding-3-large', 'text-embedding-ada-002'];
const DAY = Date.UTC(2026, 2, 1);
const START = DAY / 1000;
const read = (content: unknown) =>
  readBill(typeof content === 'string' ? content : JSON.stringify(content), MODELS);

const usage = (model: string | null, input_tokens: number, num_model_requests: number) => ({
  object: 'organization.usage.embeddings.result',
  input_tokens,
  num_model_requests,
  project_id: null,
  user_id: null,
  api_key_id: null,
  model,
});
const costs = (line_item: string | null, value: number | string, currency = 'usd') => ({
  object: 'organization.costs.result',
  amount: { value, currency },
  line_item,
  project_id: null,
});
const bucket = (results: unknown[], at = START, more: object = {}) => ({
  object: 'bucket',
  start_time: at,
  end_time: at + 86_400,
  results,
  ...more,
});
const page = (data: unknown[], has_more = false) => ({ object: 'page', data, has_more, next_page: null });

describe('amounts of a bill', () => {
  it('are read as they are written and rounded once to a nano-dollar', () => {
    const nano = (text: string) => roundToNano(exactUsd(text) ?? -1n);
    expect(nano('0.06')).toBe(60_000_000n);
    expect(nano('4.2e-07')).toBe(420n);
    expect(nano('1E3')).toBe(1_000_000_000_000n);
    expect(nano('0.0000000005')).toBe(1n);
    expect(nano('-0.0000000005')).toBe(-1n);
    expect(nano('0.30000000000000004')).toBe(300_000_000n);
    expect(nano('123456789012345.123456789')).toBe(123_456_789_012_345_123_456_789n);
    for (const none of ['', '$1', '1,5', 'NaN', '0x10', '.5', '1e9999'])
      expect(exactUsd(none)).toBeUndefined();
  });

  it('are whole nano-dollars whatever float they went through', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (nano) => {
        expect(roundToNano(exactUsd(String(Number(nano) / 1e9)) ?? -1n)).toBe(nano);
      }),
    );
  });
});

describe('usage as JSON', () => {
  it('adds up to a line a day and model, days without usage included', () => {
    const bill = read(
      page([
        bucket([usage('text-embedding-3-small', 16, 2), usage('text-embedding-ada-002-v2', 5, 1)]),
        bucket([usage('text-embedding-3-small', 4, 1)], START + 3600, { end_time: START + 7200 }),
        bucket([], START + 2 * 86_400),
      ]),
    );
    expect(bill).toEqual({
      kind: 'usage',
      format: 'usage_json',
      from: DAY,
      to: DAY + 3 * 86_400_000,
      lines: [
        { day: DAY, model: 'text-embedding-3-small', requests: 3, tokens: 20, nanoUsd: null },
        { day: DAY, model: 'text-embedding-ada-002', requests: 1, tokens: 5, nanoUsd: null },
      ],
      ignored: [],
    });
  });

  it('takes all pages at once, and refuses one that is not the last', () => {
    const first = page([bucket([usage('text-embedding-3-small', 1, 1)])], true);
    const second = page([bucket([usage('text-embedding-3-small', 2, 1)], START + 86_400)]);
    expect(read([first, second]).lines.map(({ tokens }) => tokens)).toEqual([1, 2]);
    expect(() => read(first)).toThrow(expect.objectContaining({ code: 'INVALID_BILL' }));
  });

  it.each([
    [page([bucket([usage(null, 3, 1)])]), 'data[0].results[0].model', 'group_by=model'],
    [page([bucket([usage('m', 1.5, 1)])]), 'data[0].results[0].input_tokens', 'whole number'],
    [page([bucket([], START, { end_time: START + 90_000 })]), 'data[0].end_time', 'bucket_width=1d'],
    [page([{ object: 'bucket', results: [] }]), 'data[0].start_time', 'Unix seconds'],
    [page([bucket([costs(null, 3)])]), 'data[0].results[0].line_item', 'group_by=line_item'],
    [page([bucket([costs('x', 3, 'eur')])]), 'data[0].results[0].amount.currency', 'US dollars'],
    [page([bucket([costs('x', 'much')])]), 'data[0].results[0].amount.value', 'no amount'],
    [{ object: 'list' }, 'data', 'list of buckets'],
    [page([]), 'data', 'no days'],
  ])('refuses %#, naming the field and what to ask for', (content, field, hint) => {
    expect(() => read(content)).toThrow(
      expect.objectContaining({
        code: 'INVALID_BILL',
        message: expect.stringContaining(hint),
        facts: expect.objectContaining({ field }),
      }),
    );
  });

  it('says where JSON breaks without repeating what stands there', () => {
    const secret = 'sk-very-secret';
    expect(() => read(`{"data": [\n  ${secret}\n]}`)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  });
});

describe('costs as JSON', () => {
  it('keeps amounts exact, in numbers and in text, and leaves other models out', () => {
    // As it is served, not as JavaScript would write it again.
    const text = `{"object":"page","data":[{"object":"bucket","start_time":${START},"end_time":${START + 86_400},"results":[
      {"object":"organization.costs.result","amount":{"value":0.0000129,"currency":"usd"},"line_item":"text-embedding-3-small, input"},
      {"object":"organization.costs.result","amount":{"value":1e-9,"currency":"usd"},"line_item":"text-embedding-3-small, input"},
      {"object":"organization.costs.result","amount":{"value":"12.000000001","currency":"USD"},"line_item":"text-embedding-3-large"},
      {"object":"organization.costs.result","amount":{"value":4.2,"currency":"usd"},"line_item":"gpt-4o-2024-08-06, output"}
    ]}],"has_more":false}`;
    const bill = read(text);
    expect(bill.lines).toEqual([
      { day: DAY, model: 'text-embedding-3-large', requests: null, tokens: null, nanoUsd: 12_000_000_001n },
      { day: DAY, model: 'text-embedding-3-small', requests: null, tokens: null, nanoUsd: 12_901n },
    ]);
    expect(bill.ignored).toEqual([{ name: 'gpt-4o-2024-08-06, output', lines: 1 }]);
  });
});

describe('exports of the dashboard as CSV', () => {
  it('are told apart by their columns, in any order, quoted or not', () => {
    const first = read(
      '\uFEFFstart_time,start_time_iso,num_model_requests,model,input_tokens\r\n' +
        `${START},2026-03-01T00:00:00+00:00,2,text-embedding-3-small,16\r\n` +
        `${START},2026-03-01T00:00:00+00:00,1,"text-embedding-3-small",4.0\r\n` +
        `${START + 86_400},2026-03-02T00:00:00+00:00,,,\r\n`,
    );
    expect(first).toMatchObject({
      kind: 'usage',
      from: DAY,
      to: DAY + 2 * 86_400_000,
      lines: [{ requests: 3, tokens: 20 }],
    });
    const second = read(
      'start_time,amount_value,amount_currency,line_item,project_name\n' +
        `${START},0.00032,usd,"text-embedding-3-small, input","a ""quoted"" name"\n`,
    );
    expect(second).toMatchObject({ kind: 'costs', format: 'costs_csv', lines: [{ nanoUsd: 320_000n }] });
    expect(read('date,model,input_tokens\n2026-03-01,text-embedding-3-small,7\n').lines).toMatchObject([
      { day: DAY, requests: null, tokens: 7 },
    ]);
  });

  it.each([
    ['', undefined, 'empty'],
    ['a,b\n1,2\n', 1, 'input_tokens'],
    ['start_time,model,input_tokens\n', undefined, 'no rows'],
    ['model,input_tokens\nx,1\n', 1, 'no column start_time_iso'],
    [`start_time,model,input_tokens\n${START},text-embedding-3-small,many\n`, 2, 'whole number'],
    ['start_time,model,input_tokens\nyesterday,text-embedding-3-small,1\n', 2, 'neither a date'],
    [`start_time,model,input_tokens\n${START},text-embedding-3-small\n`, 2, '2 cells'],
    [`start_time,amount_value,line_item\n${START},free,x\n`, 2, 'no amount'],
    [`start_time,amount_value,line_item\n${START},"1,x\n`, 2, 'never closed'],
  ])('refuses %j, naming the line', (text, line, hint) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        code: 'INVALID_BILL',
        message: expect.stringContaining(hint),
        facts: line === undefined ? expect.anything() : expect.objectContaining({ line }),
      }),
    );
  });
});
