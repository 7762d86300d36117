import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerLine } from '@weighbridge/db';
import { afterAll, describe, expect, it } from 'vitest';
import type { CourseLine, WorkerLine } from '../record/lines.ts';
import { RecordFile } from '../record/record.ts';
import { BUDGETS } from '../scenario/budgets.ts';
import { Placements } from './placements.ts';
import { Records } from './records.ts';
import { WindowLabels } from './window-label.ts';

const NOON = Date.UTC(2026, 1, 1, 12);
const MINUTE = 60_000;

const dir = mkdtempSync(join(tmpdir(), 'weighbridge-torture-test-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let files = 0;
function recordsOf(lines: readonly WorkerLine[]): Records {
  const path = join(dir, `${++files}.jsonl`);
  const file = new RecordFile<WorkerLine>(path);
  for (const line of lines) file.write(line);
  return new Records([path]);
}

const ask = (t: number, now: number, id: string): WorkerLine => ({
  e: 'ask',
  t,
  now,
  call: 'c',
  scopes: ['global'],
  holds: [{ id, tokens: 1, nano: '20' }],
});
const held = (t: number, id: string): WorkerLine => ({ e: 'held', t, ids: [id] });
const told = (t: number, at: number): CourseLine => ({ e: 'clock', t, at, back: false });

function placementsOf(records: Records, course: readonly CourseLine[]) {
  return new Placements(records, course, BUDGETS, new WindowLabels());
}

describe('where a hold lies', () => {
  it('is between the caller’s reading and the latest time anybody was told', () => {
    const records = recordsOf([ask(10, NOON, 'a'), held(20, 'a')]);
    const placements = placementsOf(records, [
      told(1, NOON),
      told(15, NOON + MINUTE),
      told(25, NOON + 9 * MINUTE),
    ]);
    expect(placements.bounds(records.attempts.get('a')!)).toEqual({ from: NOON, to: NOON + MINUTE });
  });

  it('is not before what was placed earlier, when a clock has gone back', () => {
    const records = recordsOf([
      ask(10, NOON, 'a'),
      held(20, 'a'),
      ask(30, NOON - 500 * MINUTE, 'b'),
      held(40, 'b'),
    ]);
    const placements = placementsOf(records, [told(1, NOON)]);
    expect(placements.bounds(records.attempts.get('b')!)).toEqual({ from: NOON, to: NOON });
  });

  it('is the ledger’s word within these bounds only, and near an edge when they hold one', () => {
    const records = recordsOf([ask(10, NOON - MINUTE, 'a'), held(20, 'a')]);
    const attempt = records.attempts.get('a')!;
    const placements = placementsOf(records, [told(1, NOON - MINUTE), told(15, NOON + MINUTE)]);
    const at = (placedAt: number) => placements.of(attempt, { placedAt } as LedgerLine);
    expect(at(NOON)).toEqual({ at: NOON, nearAnEdge: true });
    expect(at(NOON + 60 * MINUTE).at).toBe(NOON + MINUTE);
    expect(at(0).at).toBe(NOON - MINUTE);
  });
});

describe('records', () => {
  it('count what was out together, and end with the process what a kill cut off', () => {
    const sent = (t: number, id: string): WorkerLine => ({ e: 'sent', t, now: NOON, call: 'c', id });
    const over = (t: number, id: string): WorkerLine => ({ e: 'over', t, id });
    const records = recordsOf([sent(1, 'a'), sent(2, 'b'), over(3, 'a'), sent(4, 'c'), over(5, 'c')]);
    expect(records.mostInFlight()).toBe(2);
  });
});
