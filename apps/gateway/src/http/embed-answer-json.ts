import { setImmediate } from 'node:timers/promises';
import type { EmbedOutput } from '@weighbridge/api';

/** Floats written before others get their turn on the event loop: a few milliseconds. */
const FLOATS_PER_TURN = 16 * 1536;

/** What tRPC's own serializer would write for an answer of `embeddings.embed`, in any order of its fields. */
export async function embedAnswerJson(answer: EmbedOutput): Promise<Buffer> {
  const { vectors, floats, ...rest } = answer;
  const others = JSON.stringify(rest).slice(1);
  const parts = [
    Buffer.from('{"result":{"data":{"vectors":'),
    // Base64 holds nothing that JSON escapes.
    Buffer.from(vectors === null ? 'null' : `"${vectors}"`, 'latin1'),
    Buffer.from(',"floats":'),
    ...(await rowsJson(floats)),
    Buffer.from(`,${others}}}`),
  ];
  return Buffer.concat(parts);
}

async function rowsJson(rows: EmbedOutput['floats']): Promise<Buffer[]> {
  if (rows === null) return [Buffer.from('null')];
  const parts = [Buffer.from('[')];
  let written = 0;
  for (const [index, row] of rows.entries()) {
    parts.push(
      Buffer.from(`${index === 0 ? '' : ','}${row === null ? 'null' : `[${row.join(',')}]`}`, 'latin1'),
    );
    written += row?.length ?? 0;
    if (written >= FLOATS_PER_TURN) {
      written = 0;
      await setImmediate();
    }
  }
  parts.push(Buffer.from(']'));
  return parts;
}
