import { describe, expect, it } from 'vitest';
import { keyOf, severityOf } from './finding.ts';
import { type LedgerFacts, ledgerFindings } from './ledger.ts';

const DAY = 86_400_000;
const quiet: LedgerFacts = { today: DAY, uncertainNanoUsd: 0n, overruns: [{ day: DAY, by: [] }], gaps: [] };
const gap = {
  id: 'gap_1',
  from: 5,
  to: 9,
  cause: 'restore',
  foundAt: 12,
  closedAt: null,
  billedNanoUsd: null,
} as const;
const overrun = { provider: 'openai', model: 'm', nanoUsd: 3n };
const bound = (uncertainNanoUsd: bigint | null) => ({ uncertainNanoUsd });

describe('the ledger', () => {
  it('is silent while all is well', () => {
    expect(ledgerFindings(quiet, bound(1n), [])).toEqual([]);
    expect(ledgerFindings(quiet, bound(0n), [])).toEqual([]);
  });

  it('tells of an overrun once a day, of the day it was held in', () => {
    const facts = {
      ...quiet,
      overruns: [
        { day: 0, by: [overrun] },
        { day: DAY, by: [overrun] },
      ],
    };
    const findings = ledgerFindings(facts, bound(1n), []);
    expect(findings.map((finding) => [keyOf(finding).windowStart, severityOf(finding)])).toEqual([
      [0, 'critical'],
      [DAY, 'critical'],
    ]);
    expect(ledgerFindings(facts, bound(1n), findings.map(keyOf))).toEqual([]);
  });

  it('tells of what is uncertain from the bound on, and again the next day while it lasts', () => {
    const facts = { ...quiet, uncertainNanoUsd: 10n };
    expect(ledgerFindings(facts, bound(11n), [])).toEqual([]);
    expect(ledgerFindings(facts, bound(null), [])).toEqual([]);
    const told = ledgerFindings(facts, bound(10n), []).map(keyOf);
    expect(told).toMatchObject([
      { kind: 'uncertain', subject: 'ledger', windowStart: DAY, limitNanoUsd: 10n },
    ]);
    expect(ledgerFindings(facts, bound(10n), told)).toEqual([]);
    expect(ledgerFindings({ ...facts, today: 2 * DAY }, bound(10n), told)).toHaveLength(1);
    expect(ledgerFindings(facts, bound(9n), told)).toHaveLength(1);
  });

  it('tells of each open gap once', () => {
    const facts = { ...quiet, gaps: [gap, { ...gap, id: 'gap_2' }, { ...gap, id: 'gap_3', closedAt: 13 }] };
    const told = ledgerFindings(facts, bound(1n), []).map(keyOf);
    expect(told).toMatchObject([
      { kind: 'gap', subject: 'gap_1' },
      { kind: 'gap', subject: 'gap_2' },
    ]);
    expect(ledgerFindings(facts, bound(1n), told)).toEqual([]);
  });
});
