import { type EmbedRows, type EncodedRows, shortestDecimal, toBase64 } from '@weighbridge/api';
import { together } from './bulk-frame.ts';
import { membersJson } from './embed-header-json.ts';
import { joinedBytes, TextPieces } from './joined-bytes.ts';

/** Bytes of vectors that become base64 at once. */
const GROUP_BYTES = 48 * 1024;
/**
 * What tRPC's own serializer would write for an answer of `embeddings.embed`, in any order of its fields. A large one is
 * written over several turns of the event loop, and its vectors become text once.
 */
export async function embedAnswerJson({ header, rows, encoding }: EncodedRows): Promise<Buffer> {
  const isBlob = encoding === 'base64';
  return joinedBytes([
    Buffer.from('{"result":{"data":{"vectors":'),
    ...(isBlob ? await blobJson(rows, header.dimensions) : [Buffer.from('null')]),
    Buffer.from(',"floats":'),
    ...(isBlob ? [Buffer.from('null')] : await floatsJson(rows)),
    Buffer.from(','),
    ...(await membersJson(header)),
    Buffer.from('}}}'),
  ]);
}

async function blobJson(rows: EmbedRows['rows'], dimensions: number): Promise<Buffer[]> {
  const json = new TextPieces('latin1');
  await json.add('"');
  const rowBytes = dimensions * Float32Array.BYTES_PER_ELEMENT;
  // Whatever their length, three rows are a whole number of base64's three bytes: no padding stands in between.
  const group = 3 * Math.max(1, Math.floor(GROUP_BYTES / rowBytes / 3));
  for (let from = 0; from < rows.length; from += group) {
    // Base64 holds nothing that JSON escapes.
    await json.add(toBase64(together(rows.slice(from, from + group), dimensions)));
  }
  await json.add('"');
  return json.end();
}

async function floatsJson(rows: EmbedRows['rows']): Promise<Buffer[]> {
  const json = new TextPieces('latin1');
  await json.add('[');
  for (const [index, row] of rows.entries()) {
    await json.add(`${index === 0 ? '' : ','}${row ? decimalsJson(row) : 'null'}`);
  }
  await json.add(']');
  return json.end();
}

/** A vector as an array of decimals. */
export function decimalsJson(vector: Float32Array): string {
  const row: number[] = [];
  for (const float of vector) row.push(shortestDecimal(float));
  return `[${row.join(',')}]`;
}
