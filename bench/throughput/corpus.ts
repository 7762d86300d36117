/** English-like words of one or two tokens each, so that a chunk's weight hardly varies. */
const WORDS =
  'the truck crosses a bridge before it pays toll and every text is weighed exactly so that nobody guesses what comes next when many small parts travel together under one limit of requests tokens or money while others wait for their turn at gate'.split(
    ' ',
  );

const WORDS_PER_CHUNK = 193;

/** `count` distinct chunks of about 200 tokens and 900 bytes; the same seed gives the same chunks. */
export function corpus(count: number, seed: number): string[] {
  return [...stream(count, seed)];
}

/** The same, one at a time, for more than fits into memory. */
export function* stream(count: number, seed: number): Generator<string> {
  const next = randomFrom(seed);
  for (let index = 0; index < count; index += 1) {
    const words = [`Chunk ${seed} ${index}:`];
    for (let at = 0; at < WORDS_PER_CHUNK; at += 1) words.push(WORDS[next() % WORDS.length] as string);
    yield words.join(' ');
  }
}

/** `count` chunks, of which a share repeats an earlier one, as boilerplate and unchanged documents do. */
export function corpusWithRepeats(count: number, seed: number, share: number): string[] {
  const distinct = corpus(count, seed);
  const next = randomFrom(seed + 1);
  return distinct.map((chunk, index) =>
    index > 0 && (next() % 1000) / 1000 < share ? (distinct[next() % index] as string) : chunk,
  );
}

/** Whole numbers from 0 to 2^24. */
function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

/** Consecutive parts of at most `size`. */
export function partsOf<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}
