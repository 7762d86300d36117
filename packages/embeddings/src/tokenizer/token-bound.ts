import { setImmediate as nextTurn } from 'node:timers/promises';

/** Special tokens that a model may put around one text (beginning, end, class, separator, an instruction's marks). */
export const SPECIAL_TOKENS_PER_INPUT = 8;

/** UTF-16 units that are decomposed at a time: a run of marks in a hostile order costs its square. */
const CHUNK = 1024;

/** Others wait no longer than about this for the event loop, in milliseconds. */
const TURN_MS = 5;

/**
 * More tokens than any tokenizer makes of each text: a token covers at least one byte of the text as the tokenizer reads
 * it, and it may have been normalised first, at most to NFKD, the longest of Unicode's forms. Special tokens come on top.
 */
export async function tokenBounds(texts: readonly string[]): Promise<Uint32Array> {
  const bounds = new Uint32Array(texts.length);
  let turnEnds = performance.now() + TURN_MS;
  for (const [index, text] of texts.entries()) {
    let bytes = 0;
    for (const chunk of chunksOf(text)) {
      bytes += longestForm(chunk);
      if (performance.now() < turnEnds) continue;
      await nextTurn();
      turnEnds = performance.now() + TURN_MS;
    }
    bounds[index] = bytes + SPECIAL_TOKENS_PER_INPUT;
  }
  return bounds;
}

/** UTF-8 bytes as sent or decomposed, whichever is more. Decomposing is done character by character, so chunks add up. */
function longestForm(chunk: string): number {
  const bytes = Buffer.byteLength(chunk);
  // ASCII is its own normal form.
  if (bytes === chunk.length) return bytes;
  return Math.max(bytes, Buffer.byteLength(chunk.normalize('NFKD')));
}

/** ASCII texts in one piece; others in short ones, never cut inside a character. */
function* chunksOf(text: string): Generator<string> {
  if (Buffer.byteLength(text) === text.length) {
    yield text;
    return;
  }
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + CHUNK);
    const last = text.charCodeAt(to - 1);
    if (to < text.length && last >= 0xd800 && last <= 0xdbff) to += 1;
    yield text.slice(from, to);
    from = to;
  }
}
