import { parseUsd } from '../format/money.ts';

/** What was billed, in the form the API takes; unlike a limit it may be nothing. Null when it is no amount. */
export function billedOf(typed: string): { billedNanoUsd: string } | null {
  if (/^\s*\$?\s*0+(\.0{1,9})?\s*$/.test(typed)) return { billedNanoUsd: '0' };
  const nano = parseUsd(typed);
  return nano === null ? null : { billedNanoUsd: nano.toString() };
}
