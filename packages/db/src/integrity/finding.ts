import type { IntegrityCheckName, IntegrityFinding } from '../ports/index.ts';

/** How many wrong rows are told in words. */
export const EXAMPLES = 5;

export function sound(name: IntegrityCheckName, message: string): IntegrityFinding {
  return { name, ok: true, message, hint: null, problems: 0, examples: [] };
}

export function unsound(
  name: IntegrityCheckName,
  message: string,
  hint: string,
  problems: readonly string[],
): IntegrityFinding {
  return { name, ok: false, message, hint, problems: problems.length, examples: problems.slice(0, EXAMPLES) };
}
