import { GATEWAY_VARIABLES } from '@weighbridge/gateway';

/** Every variable that the gateway, the command line or the dashboard's server reads. */
export const KNOWN_VARIABLES: ReadonlySet<string> = new Set([
  ...GATEWAY_VARIABLES,
  'WEIGHBRIDGE_URL',
  'WEIGHBRIDGE_KEY',
  'WEIGHBRIDGE_GATEWAY_URL',
  'WEIGHBRIDGE_PIPELINE_DB',
]);

/** Changes of a name that are taken for a slip. */
const FEW = 3;

/** What is wrong with each variable that looks like ours and is none: it would be passed over in silence. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env)
    .filter((name) => env[name] && name.startsWith('WEIGHBRIDGE_') && !KNOWN_VARIABLES.has(name))
    .map((name) => {
      const [nearest] = [...KNOWN_VARIABLES]
        .map((known) => ({ known, changes: changesBetween(name, known) }))
        .sort((a, b) => a.changes - b.changes);
      const meant = nearest && nearest.changes <= FEW ? ` (did you mean ${nearest.known}?)` : '';
      return `${name} means nothing here${meant}`;
    });
}

/** Letters to put in, leave out or replace to make one of the other (Levenshtein's distance). */
function changesBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [place, letter] of [...one].entries()) {
    const next = [place + 1];
    for (const [at, wanted] of [...other].entries()) {
      const replaced = (row[at] as number) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] as number) + 1, (next[at] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}
