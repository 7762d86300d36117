import { existsSync } from 'node:fs';
import type { LedgerLine } from '@weighbridge/db';
import { type JournalEntry, readJournal } from '@weighbridge/openai-stub';
import { lifeRecords, type RunFiles } from '../record/files.ts';
import type { CourseLine } from '../record/lines.ts';
import { readRecord } from '../record/record.ts';
import { PROJECTS, TAGS } from '../scenario/budgets.ts';
import { readScenario, type Scenario } from '../scenario/scenario.ts';
import { type LedgerReading, readLedger } from './ledger-reading.ts';
import { type Placement, Placements } from './placements.ts';
import { type Attempt, Records } from './records.ts';
import { WindowLabels } from './window-label.ts';

/** All that is known of one request that the stub received. */
export interface Request {
  journal: JournalEntry;
  /** As its process recorded it. */
  attempt: Attempt | undefined;
  line: LedgerLine | undefined;
}

/** Everything a verdict rests on. */
export interface Evidence {
  scenario: Scenario;
  course: CourseLine[];
  labels: WindowLabels;
  records: Records;
  naiveRecords: Records | undefined;
  ledger: LedgerReading;
  /** Attempts in the ledger, by id. */
  lines: Map<string, LedgerLine>;
  /** In the journal's order. */
  requests: Request[];
  naiveRequests: Request[];
  placements: Placements;
  /** Of every attempt that has a line or was billed. */
  placementOf(id: string): Placement;
}

const DAY_MS = 86_400_000;

export async function gatherEvidence(files: RunFiles): Promise<Evidence> {
  const scenario = readScenario(files.scenario);
  const course = readRecord<CourseLine>(files.course);
  const labels = new WindowLabels();
  const records = new Records(lifeRecords(files.dir));
  const naiveRecords = existsSync(files.naiveRecord) ? new Records([files.naiveRecord]) : undefined;
  const filters = [{}, ...PROJECTS.map((projectId) => ({ projectId })), ...TAGS.map((tag) => ({ tag }))];
  const ledger = await readLedger(files.data, rangeOf(course), filters);
  const lines = new Map(
    ledger.lines.filter(({ kind }) => kind === 'attempt').map((line) => [line.id, line] as const),
  );
  const requests: Request[] = [];
  const naiveRequests: Request[] = [];
  for (const journal of readJournal(files.journal)) {
    const id = attemptIdOf(journal);
    const naive = naiveRecords?.attempts.get(id);
    if (naive) naiveRequests.push({ journal, attempt: naive, line: undefined });
    else requests.push({ journal, attempt: records.attempts.get(id), line: lines.get(id) });
  }
  const placements = new Placements(records, course, scenario.budgets, labels);
  const known = new Map<string, Placement>();
  const placementOf = (id: string): Placement => {
    let placement = known.get(id);
    if (!placement) {
      const attempt = records.attempts.get(id) ?? { id, call: '' };
      placement = placements.of(attempt, lines.get(id));
      known.set(id, placement);
    }
    return placement;
  };
  return {
    scenario,
    course,
    labels,
    records,
    naiveRecords,
    ledger,
    lines,
    requests,
    naiveRequests,
    placements,
    placementOf,
  };
}

/** The id that the request carried in its header; empty when it carried none. */
export function attemptIdOf(journal: JournalEntry): string {
  return journal.correlation['x-weighbridge-attempt'] ?? '';
}

/** Wider than anything the clock was told. */
function rangeOf(course: readonly CourseLine[]): { from: number; to: number } {
  const told = course.flatMap((line) => (line.e === 'clock' && !line.back ? [line.at] : []));
  return { from: (told[0] ?? 0) - DAY_MS, to: (told.at(-1) ?? 0) + DAY_MS };
}
