import type { Bill } from './bill.ts';
import { readCsvBill } from './csv-bill.ts';
import { invalidBill } from './invalid-bill.ts';
import { readJsonBill } from './json-bill.ts';
import { namesOf } from './model-name.ts';

/**
 * Reads a usage or costs export of OpenAI, as JSON of its API or as CSV of its dashboard, told apart by what they hold.
 * `models` are the names that calls use.
 * @throws InputError INVALID_BILL naming the line or the field
 */
export function readBill(text: string, models: readonly string[]): Bill {
  const content = text.replace(/^\uFEFF/, '');
  const [first] = content.trimStart();
  if (first === undefined) throw invalidBill('The file', 'it is empty.');
  const nameOf = namesOf(models);
  return first === '{' || first === '[' ? readJsonBill(content, nameOf) : readCsvBill(content, nameOf);
}
