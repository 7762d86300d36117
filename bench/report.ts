/**
 * Writes what the last kept runs said into docs/benchmarks.md, between its markers, and draws the plots beside it.
 *
 *     pnpm bench:report
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barChart } from './bars.ts';
import { type Result, readResult } from './results.ts';

const DOCS = join(import.meta.dirname, '../docs');
const PAGE = join(DOCS, 'benchmarks.md');

let page = readFileSync(PAGE, 'utf8');
for (const name of ['throughput', 'latency', 'cost', 'growth']) {
  const result = readResult(name);
  page = between(page, name, `${tableOf(result)}\n\n${result.day}, ${result.machine}.`);
}
writeFileSync(PAGE, page);
drawThroughput(readResult('throughput'));

function between(text: string, name: string, inserted: string): string {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no markers for "${name}".`);
  return `${text.slice(0, from + open.length)}\n${inserted}\n${text.slice(to)}`;
}

function tableOf({ rows }: Result): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map((column) => (typeof rows[0]?.[column] === 'number' ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((column) => cell(row[column])))),
  ].join('\n');
}

function cell(value: string | number | null | undefined): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : (value ?? '—');
}

function drawThroughput({ rows }: Result): void {
  for (const latency of new Set(rows.map((row) => row['stand-in, ms']))) {
    const bars = rows
      .filter((row) => row['stand-in, ms'] === latency)
      .map((row) => ({
        name: String(row.program),
        value: Number(row['vectors/s']),
        label: `${cell(row['vectors/s'])}/s, ${row['CPU s / 100 k']} CPU s`,
        ours: String(row.program).startsWith('weighbridge'),
      }));
    const title = `Vectors a second, stand-in answering after ${latency} ms`;
    writeFileSync(join(DOCS, `images/bench-throughput-${latency}ms.svg`), barChart(title, bars));
  }
}
