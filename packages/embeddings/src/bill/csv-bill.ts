import type { Bill } from './bill.ts';
import { BillTally } from './bill-tally.ts';
import { type CsvRow, readCsv } from './csv.ts';
import { exactUsd } from './decimal-usd.ts';
import { invalidBill } from './invalid-bill.ts';
import type { NameOf } from './model-name.ts';

/** Names that the dashboard's exports have had for a column, in the order they are looked for. */
const COLUMNS = {
  day: ['start_time_iso', 'start_time', 'date', 'day'],
  model: ['model', 'model_name'],
  tokens: ['input_tokens', 'n_context_tokens_total', 'num_input_tokens'],
  requests: ['num_model_requests', 'num_requests', 'n_requests'],
  amount: ['amount_value', 'amount.value', 'amount', 'cost', 'cost_usd'],
  currency: ['amount_currency', 'amount.currency', 'currency'],
  item: ['line_item', 'name', 'model'],
} as const;

type Column = keyof typeof COLUMNS;

/** A usage or costs export of the dashboard. @throws InputError INVALID_BILL naming line and column */
export function readCsvBill(text: string, nameOf: NameOf): Bill {
  const [header, ...rows] = readCsv(text);
  if (!header || rows.length === 0) {
    throw invalidBill('The file', 'it has no rows below its header. Export a period that has usage.');
  }
  const table = new Table(header);
  const kind = table.has('tokens') ? 'usage' : table.has('amount') ? 'costs' : undefined;
  if (kind === undefined) throw unknownColumns(header);
  for (const column of kind === 'usage' ? (['day', 'model'] as const) : (['day', 'item'] as const)) {
    if (!table.has(column)) throw table.missing(column);
  }
  const tally = new BillTally(kind, nameOf);
  for (const row of rows) {
    table.check(row);
    if (kind === 'usage') addUsage(tally, table, row);
    else addCost(tally, table, row);
  }
  return tally.bill(kind === 'usage' ? 'usage_csv' : 'costs_csv');
}

function addUsage(tally: BillTally, table: Table, row: CsvRow): void {
  const at = table.instant(row);
  const model = table.cell(row, 'model');
  const tokens = table.count(row, 'tokens');
  const requests = table.has('requests') ? table.count(row, 'requests') : null;
  // A day without usage has a row of its own, with nothing in it.
  tally.covers(at);
  if (model === '' && tokens === 0 && !requests) return;
  if (model === '') throw table.wrong(row, 'model', 'is empty. Export the usage grouped by model');
  tally.add(at, model, { tokens, requests });
}

function addCost(tally: BillTally, table: Table, row: CsvRow): void {
  const at = table.instant(row);
  const text = table.cell(row, 'amount');
  const item = table.cell(row, 'item');
  tally.covers(at);
  if (item === '' && (text === '' || Number(text) === 0)) return;
  const amount = exactUsd(text);
  if (amount === undefined) throw table.wrong(row, 'amount', `is "${text}", which is no amount`);
  const currency = table.has('currency') ? table.cell(row, 'currency') : 'usd';
  if (currency !== '' && currency.toLowerCase() !== 'usd') {
    throw table.wrong(row, 'currency', `is "${currency}"; the ledger is in US dollars`);
  }
  if (item === '') throw table.wrong(row, 'item', 'is empty. Export the costs grouped by line item');
  tally.add(at, item, { exactUsd: amount });
}

class Table {
  readonly #names: string[];

  constructor(header: CsvRow) {
    this.#names = header.cells.map((name) => name.trim().toLowerCase());
  }

  has(column: Column): boolean {
    return this.#index(column) >= 0;
  }

  check(row: CsvRow): void {
    if (row.cells.length === this.#names.length) return;
    throw invalidBill(
      `Line ${row.line}`,
      `it has ${row.cells.length} cells where the header has ${this.#names.length}.`,
      { line: row.line },
    );
  }

  cell(row: CsvRow, column: Column): string {
    return (row.cells[this.#index(column)] ?? '').trim();
  }

  count(row: CsvRow, column: Column): number {
    const text = this.cell(row, column);
    if (text === '') return 0;
    const count = Number(text);
    // Spreadsheets write whole numbers as 16.0.
    if (/^\d+(\.0+)?$/.test(text) && Number.isSafeInteger(count)) return count;
    throw this.wrong(row, column, `is "${text}", which is no whole number`);
  }

  instant(row: CsvRow): number {
    const text = this.cell(row, 'day');
    if (/^\d{9,11}$/.test(text)) return Number(text) * 1000;
    // A date alone is read as UTC, and so is a time without a zone.
    const zoned = /^\d{4}-\d{2}-\d{2}[T ][\d:.]+$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
    const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(zoned) : Number.NaN;
    if (!Number.isNaN(at)) return at;
    throw this.wrong(row, 'day', `is "${text}", which is neither a date nor Unix seconds`);
  }

  wrong(row: CsvRow, column: Column, what: string): Error {
    const field = this.#names[this.#index(column)] ?? column;
    return invalidBill(`Line ${row.line}, column "${field}"`, `${what}.`, { line: row.line, field });
  }

  missing(column: Column): Error {
    return invalidBill('The header', `it has no column ${COLUMNS[column].join(' or ')}.`, {
      line: 1,
      field: COLUMNS[column][0],
    });
  }

  #index(column: Column): number {
    for (const name of COLUMNS[column]) {
      const index = this.#names.indexOf(name);
      if (index >= 0) return index;
    }
    return -1;
  }
}

function unknownColumns(header: CsvRow): Error {
  return invalidBill(
    'The header',
    `it has neither tokens (${COLUMNS.tokens[0]}) nor amounts (${COLUMNS.amount[0]}), but: ${header.cells.join(', ').slice(0, 200)}. ` +
      'Export usage of embeddings or costs from the provider’s dashboard.',
    { line: 1 },
  );
}
