import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTerminal } from '../command-line/terminal.ts';
import { showProgress } from './progress-bar.ts';
import { emptyProgress } from './send.ts';
import type { Weight } from './weigh.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** What is written to stderr while a run goes from nothing to its end. */
function written(json: boolean, isTTY: boolean): string {
  const stderr = Object.assign(new PassThrough(), { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream;
  const terminal = createTerminal({ json, stderr });
  const display = showProgress({ pending: 1000 } as Weight, terminal, stderr);
  for (const embedded of [10, 200, 300, 600, 1000]) {
    vi.advanceTimersByTime(6000);
    display.update({ ...emptyProgress(), embedded, cached: 3, tokens: embedded * 7, costNanoUsd: 140n });
  }
  display.stop();
  return (stderr as unknown as PassThrough).read()?.toString() ?? '';
}

test('a script reads progress as JSON lines now and then, on a terminal as well', () => {
  for (const isTTY of [false, true]) {
    const lines = written(true, isTTY)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { progress: { embedded: 200, pending: 1000, cached: 3, failed: 0, tokens: 1400, costNanoUsd: '140' } },
      { progress: { embedded: 600, pending: 1000, cached: 3, failed: 0, tokens: 4200, costNanoUsd: '140' } },
    ]);
  }
});

test('people read lines where there is no terminal, and a bar where there is one', () => {
  expect(written(false, false)).toBe(
    '200 of 1,000 chunks, 1,400 tokens, $0.00000014, 3 cached\n600 of 1,000 chunks, 4,200 tokens, $0.00000014, 3 cached\n',
  );
  expect(written(false, true)).toContain('1,000/1,000 chunks');
});
