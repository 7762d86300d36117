import type { Random } from '../random.ts';

const WORDS = (
  'weigh truck toll bridge ledger budget token vector window hold settle limit clock midnight invoice harbour ' +
  'grain freight meter price refuse admit journal crate barley manifest Zürich naïve 重さ ключ 🚚 customs receipt'
).split(' ');

/** Texts that clients of a project ask for again and again. */
const SHARED = 300;

/** One text: often one that others have asked for too, otherwise a new one. */
export function textFor(random: Random, project: string): string {
  if (random.chance(0.3)) return `${project} #${random.whole(1, SHARED)} weighed at the gate of the harbour`;
  const words = Array.from({ length: random.whole(3, 40) }, () => random.pick(WORDS));
  return `${words.join(' ')} ${random.whole(0, 2 ** 31)}`;
}

/** The inputs of one call; some hold a duplicate, some need several requests. */
export function inputsFor(random: Random, project: string): string[] {
  const count = random.chance(0.1) ? random.whole(6, 14) : random.whole(1, 5);
  const inputs = Array.from({ length: count }, () => textFor(random, project));
  const [first] = inputs;
  if (first !== undefined && random.chance(0.1)) inputs.push(first);
  return inputs;
}
