import { invalidBill } from './invalid-bill.ts';

export interface CsvRow {
  /** Line of the file that the row begins on, from 1. */
  line: number;
  cells: string[];
}

/** Rows of a CSV file (RFC 4180), empty lines left out. @throws InputError INVALID_BILL */
export function readCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    const cells: string[] = [];
    for (;;) {
      const cell = text[at] === '"' ? quoted(text, at, begun) : plain(text, at);
      cells.push(cell.value);
      line += cell.breaks;
      at = cell.end;
      if (text[at] !== ',') break;
      at += 1;
    }
    if (at < text.length && text[at] !== '\n' && text[at] !== '\r') {
      throw invalidBill(`Line ${line}`, 'a quoted cell is followed by more text.', { line });
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    if (cells.length > 1 || cells[0]?.trim() !== '') rows.push({ line: begun, cells });
  }
  return rows;
}

interface Cell {
  value: string;
  end: number;
  breaks: number;
}

function plain(text: string, from: number): Cell {
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { value: text.slice(from, end), end, breaks: 0 };
}

function quoted(text: string, from: number, line: number): Cell {
  let value = '';
  let at = from + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) throw invalidBill(`Line ${line}`, 'a quote is never closed.', { line });
    value += text.slice(at, close);
    if (text[close + 1] !== '"') return { value, end: close + 1, breaks: value.split('\n').length - 1 };
    value += '"';
    at = close + 2;
  }
}
