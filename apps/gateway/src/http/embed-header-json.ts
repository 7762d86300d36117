import type { EmbedRows } from '@weighbridge/api';
import { TextPieces } from './joined-bytes.ts';

/** Items written at once. */
const FEW_ITEMS = 64;

/** The members of a header, without the braces. */
export async function membersJson({ items, ...rest }: EmbedRows['header']): Promise<Buffer[]> {
  const json = new TextPieces('utf8');
  await json.add(`${JSON.stringify(rest).slice(1, -1)},"items":[`);
  for (let from = 0; from < items.length; from += FEW_ITEMS) {
    const some = JSON.stringify(items.slice(from, from + FEW_ITEMS)).slice(1, -1);
    await json.add(from === 0 ? some : `,${some}`);
  }
  await json.add(']');
  return json.end();
}
