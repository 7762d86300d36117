import type { QualityFailure } from '../trpc/types.ts';

/** The same finding on several inputs of one call, its retry included. */
export interface FindingGroup {
  first: QualityFailure;
  /** Positions within the request of the caller, each once, in order. */
  inputs: number[];
  /** How often it was found; more than there are inputs when a retry found it again. */
  count: number;
}

/** Puts neighbouring findings that differ only in their input together; a list of equal lines says nothing. */
export function groupFindings(findings: readonly QualityFailure[]): FindingGroup[] {
  const groups: FindingGroup[] = [];
  for (const finding of findings) {
    const last = groups.at(-1);
    if (last && isSame(last.first, finding)) {
      last.count += 1;
      if (!last.inputs.includes(finding.index)) last.inputs.push(finding.index);
    } else {
      groups.push({ first: finding, inputs: [finding.index], count: 1 });
    }
  }
  for (const group of groups) group.inputs.sort((a, b) => a - b);
  return groups;
}

/** Lines of a page. */
const LINES = 25;

/**
 * The lines of a page, and where the next begins: at most so many, however many findings each stands for.
 * @param page of more findings than that, so that calls with many do not make pages of one line
 */
export function pageOfGroups(page: { items: readonly QualityFailure[]; next: number | null }): {
  groups: FindingGroup[];
  next: number | null;
} {
  const groups = groupFindings(page.items);
  if (groups.length <= LINES) return { groups, next: page.next };
  const shown = groups.slice(0, LINES);
  const findings = shown.reduce((sum, { count }) => sum + count, 0);
  return { groups: shown, next: page.items[findings - 1]?.id ?? null };
}

function isSame(a: QualityFailure, b: QualityFailure): boolean {
  return (
    a.correlationId === b.correlationId &&
    a.code === b.code &&
    a.severity === b.severity &&
    a.message === b.message
  );
}

const NAMED = 4;

/** "input 3", "inputs 0, 1 and 4", "inputs 0, 1, 3, 4 and 12 more". */
export function inputsInWords(inputs: readonly number[]): string {
  if (inputs.length <= 1) return `input ${inputs.join('')}`;
  if (inputs.length > NAMED) {
    return `inputs ${inputs.slice(0, NAMED).join(', ')} and ${inputs.length - NAMED} more`;
  }
  return `inputs ${inputs.slice(0, -1).join(', ')} and ${inputs.at(-1)}`;
}
