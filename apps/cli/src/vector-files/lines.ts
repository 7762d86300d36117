import { createReadStream } from 'node:fs';

/** One complete line of a file, without its end. */
export interface Line {
  bytes: Buffer;
  /** Of its first byte. */
  offset: number;
  /** From 1. */
  number: number;
}

const NEWLINE = 0x0a;

/** The complete lines of a file, one at a time; what follows the last line's end is left out. */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  let rest: Buffer[] = [];
  let offset = 0;
  let number = 1;
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, start)) {
      const tail = block.subarray(start, end);
      const bytes = rest.length === 0 ? tail : Buffer.concat([...rest, tail]);
      rest = [];
      yield { bytes, offset, number };
      offset += bytes.length + 1;
      number++;
      start = end + 1;
    }
    if (start < block.length) rest.push(block.subarray(start));
  }
}
