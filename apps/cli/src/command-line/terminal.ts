import { styleText } from 'node:util';
import type { ErrorReport } from './describe-error.ts';

type Style = Parameters<typeof styleText>[0];

/**
 * Where a command writes. Results go to stdout; what only people read (notes, progress, errors) to stderr. With `json`,
 * stdout holds nothing but JSON.
 */
export interface Terminal {
  readonly json: boolean;
  /** Someone is there to be asked. */
  readonly interactive: boolean;
  /** The result: as one JSON document with `json`, otherwise as the text for people. */
  result(value: unknown, text: () => string): void;
  /** One line of JSON of a stream of them. */
  line(value: unknown): void;
  note(text: string): void;
  warn(text: string): void;
  error(report: ErrorReport): void;
  /** Styled for stdout or stderr, plain where colours are not wanted. */
  style(style: Style, text: string, stream?: 'stdout' | 'stderr'): string;
}

export interface TerminalOptions {
  json: boolean;
  stdin?: { isTTY?: boolean };
  stdout?: NodeJS.WriteStream;
  stderr?: NodeJS.WriteStream;
}

export function createTerminal(options: TerminalOptions): Terminal {
  const stdout = options.stdout ?? process.stdout;
  const stderr = options.stderr ?? process.stderr;
  const stdin = options.stdin ?? process.stdin;
  const style: Terminal['style'] = (format, text, stream = 'stderr') =>
    styleText(format, text, { stream: stream === 'stdout' ? stdout : stderr });
  return {
    json: options.json,
    interactive: !options.json && Boolean(stdin.isTTY) && Boolean(stderr.isTTY),
    result(value, text) {
      stdout.write(options.json ? `${JSON.stringify(value, null, 2)}\n` : `${text()}\n`);
    },
    line: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    warn: (text) => void stderr.write(`${style('yellow', 'warning')} ${text}\n`),
    error(report) {
      const { code, message, facts, stack } = report;
      if (options.json) stderr.write(`${JSON.stringify({ error: { code, message, facts } })}\n`);
      else stderr.write(`${style('red', 'error')} ${message} ${style('dim', `[${code}]`)}\n`);
      if (stack !== undefined) stderr.write(`${stack}\n`);
    },
    style,
  };
}
