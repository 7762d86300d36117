/** English-like words of one or two tokens each, so that a chunk's weight hardly varies. */
const WORDS =
  'the truck crosses a bridge before it pays toll and every text is weighed exactly so that nobody guesses what comes next when many small parts travel together under one limit of requests tokens or money while others wait for their turn at gate'.split(
    ' ',
  );

const WORDS_PER_CHUNK = 193;

/** `count` distinct chunks of about 200 tokens and 900 bytes; the same seed gives the same chunks. */
export function corpus(count: number, seed: number): string[] {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
  return Array.from({ length: count }, (_, index) => {
    const words = [`Chunk ${seed} ${index}:`];
    for (let at = 0; at < WORDS_PER_CHUNK; at += 1) words.push(WORDS[next() % WORDS.length] as string);
    return words.join(' ');
  });
}

/** Consecutive parts of at most `size`. */
export function partsOf<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}
