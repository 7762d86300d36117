import { byteWidth, END_BYTE } from './character-classes.ts';
import { SEGMENT_UNITS } from './segments.ts';

/** `END_BYTE`, and the rest of the word that a reader of four bytes may touch. */
const SLACK = 8;
const KEPT_BYTES = 3 * SEGMENT_UNITS + SLACK;
const encoder = new TextEncoder();

/** One text at a time as UTF-8, closed by `END_BYTE`, in memory that is used again for the next. */
export class Utf8Buffer {
  bytes = new Uint8Array(KEPT_BYTES);
  view = new DataView(this.bytes.buffer);
  /** Bytes of the text; `bytes[length]` is `END_BYTE`. */
  length = 0;

  /** A lone surrogate becomes U+FFFD. */
  load(text: string): void {
    // No more than three bytes for a code unit; long texts are measured first.
    const needed = text.length <= SEGMENT_UNITS ? KEPT_BYTES : Buffer.byteLength(text) + SLACK;
    if (needed > this.bytes.length || this.bytes.length > KEPT_BYTES) {
      this.bytes = new Uint8Array(Math.max(needed, KEPT_BYTES));
      this.view = new DataView(this.bytes.buffer);
    }
    this.length = encoder.encodeInto(text, this.bytes).written;
    this.bytes[this.length] = END_BYTE;
  }

  /** Offset in the text, in UTF-16 code units, of the character that begins at byte `end`. */
  unitsBefore(end: number): number {
    let units = 0;
    for (let at = 0; at < end; ) {
      const width = byteWidth(this.bytes[at] as number);
      units += width === 4 ? 2 : 1;
      at += width;
    }
    return units;
  }
}
