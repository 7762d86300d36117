import { InputError } from '../errors/input.ts';

/** The refusal of an export that cannot be read; nothing of it is kept. `where` names the line or the field. */
export function invalidBill(
  where: string,
  message: string,
  facts: { line?: number; field?: string } = {},
): InputError {
  return new InputError('INVALID_BILL', `${where}: ${message}`, facts);
}
