import { codePointClass, LETTER } from './character-classes.ts';

/** Long texts are counted this many UTF-16 code units at a time, so that their UTF-8 stays in the CPU's cache. */
export const SEGMENT_UNITS = 1 << 15;

/** A border is looked for in this many code units before giving up. */
const LOOK_BACK = 1 << 12;

/**
 * Whether a piece certainly ends before `text[at]`, whatever stands before and after: where a run of letters ends.
 * No alternative of the pattern matches across that, and none looks further ahead. So the two sides can be
 * counted, or encoded, one without the other.
 */
function isCertainBorder(text: string, at: number): boolean {
  const after = text.charCodeAt(at);
  // Half of a surrogate pair tells nothing about the class of the whole.
  return (
    (after < 0xd800 || after > 0xdfff) &&
    codePointClass(text.charCodeAt(at - 1)) === LETTER &&
    codePointClass(after) !== LETTER
  );
}

/** Last certain border in `text[.. end]`, looking back no further than 4,096 units and not to `from`; or -1. */
export function borderBefore(text: string, from: number, end: number): number {
  const floor = Math.max(from, end - LOOK_BACK);
  for (let at = end; at > floor; at--) {
    if (isCertainBorder(text, at)) {
      return at;
    }
  }
  return -1;
}

/**
 * End of the segment that begins at `from`, itself a certain border or the start: a certain border some `units`
 * code units on, further only where there is none, or the end of the text.
 */
export function segmentEnd(text: string, from: number, units = SEGMENT_UNITS): number {
  for (let size = units; from + size < text.length; size *= 2) {
    const border = borderBefore(text, from, from + size);
    if (border > 0) {
      return border;
    }
  }
  return text.length;
}
