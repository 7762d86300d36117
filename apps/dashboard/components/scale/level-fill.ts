import type { CSSProperties } from 'react';

export type Level = 'ok' | 'warning' | 'exhausted';

const COLOURS: Readonly<Record<Level, string>> = {
  ok: 'var(--ink)',
  warning: 'var(--warn-fill)',
  exhausted: 'var(--bad)',
};

/** Gives a beam and its legend the colour of the budget's level. */
export function levelFill(level: Level): CSSProperties {
  return { '--fill': COLOURS[level] } as CSSProperties;
}
