import { expect, it } from 'vitest';
import { RecordLimit } from './record-limit.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** What passes of a text that comes in pieces of so many bytes. */
function passed(limit: RecordLimit, text: string, size: number): string {
  const all = bytes(text);
  let out = '';
  for (let at = 0; at < all.length; at += size) {
    out += Buffer.from(limit.pass(all.subarray(at, at + size))).toString('latin1');
  }
  return out;
}

const line = (n: number) => `{"id":"att_${n}","placedAt":"2026-03-01T00:00:0${n}.000Z"}\n`;

it.each([1, 7, 1000])('cuts JSON lines at a record, in pieces of %i bytes', (size) => {
  const limit = new RecordLimit(false, 2);
  expect(passed(limit, line(1) + line(2) + line(3), size)).toBe(line(1) + line(2));
  expect(limit.count).toBe(2);
  expect(limit.next()).toEqual({ id: 'att_3', placedAt: '2026-03-01T00:00:03.000Z' });
});

it.each([1, 7, 1000])(
  'cuts CSV at a record, not at a line break within quotes, in pieces of %i bytes',
  (size) => {
    const header = 'placed_at,closed_at,id,tags\r\n';
    const record = (n: number) => `2026-03-0${n}T00:00:00.000Z,,att_${n},"a\r\nb"\r\n`;
    const limit = new RecordLimit(true, 1);
    expect(passed(limit, header + record(1) + record(2), size)).toBe(header + record(1));
    expect(limit.count).toBe(1);
    expect(limit.next()).toEqual({ id: 'att_2', placedAt: '2026-03-02T00:00:00.000Z' });
  },
);

it('says nothing of a next one when all passed', () => {
  for (const limit of [new RecordLimit(false, 2), new RecordLimit(false)]) {
    expect(passed(limit, line(1) + line(2), 5)).toBe(line(1) + line(2));
    expect(limit.next()).toBeNull();
  }
});
