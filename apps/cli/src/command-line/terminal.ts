import { styleText } from 'node:util';
import type { ErrorReport } from './describe-error.ts';

type Style = Parameters<typeof styleText>[0];

/**
 * Where a command writes. Results go to stdout; what happens on the way (notes, progress, errors) to stderr. With `json`,
 * both hold nothing but JSON: stderr one object a line, whose only key says what it is.
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
  /** Something of a shape of its own, `{"progress":{…}}`; as a note where people read. */
  report(kind: 'progress' | 'quote' | 'cut', value: object, text: () => string): void;
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
  const event = (kind: string, value: object) => void stderr.write(`${JSON.stringify({ [kind]: value })}\n`);
  if (options.json) return jsonTerminal(stdout, event, style);
  return {
    json: false,
    interactive: Boolean(stdin.isTTY) && Boolean(stderr.isTTY),
    result: (_value, text) => void stdout.write(`${text()}\n`),
    line: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    warn: (text) => void stderr.write(`${style('yellow', 'warning')} ${text}\n`),
    report: (_kind, _value, text) => void stderr.write(`${text()}\n`),
    error({ code, message, stack }) {
      stderr.write(`${style('red', 'error')} ${message} ${style('dim', `[${code}]`)}\n`);
      if (stack !== undefined) stderr.write(`${stack}\n`);
    },
    style,
  };
}

function jsonTerminal(
  stdout: NodeJS.WriteStream,
  event: (kind: string, value: object) => void,
  style: Terminal['style'],
): Terminal {
  return {
    json: true,
    interactive: false,
    result: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    line: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => event('note', { message: text.trim() }),
    warn: (text) => event('warning', { message: text }),
    report: (kind, value) => event(kind, value),
    error: ({ code, message, facts, stack }) =>
      event('error', { code, message, facts, ...(stack === undefined ? {} : { stack }) }),
    style,
  };
}
