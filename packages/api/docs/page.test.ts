import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DESCRIPTIONS } from './descriptions.ts';
import { describeAll, PAGE, proceduresPage } from './page.ts';

describe('docs/procedures.md', () => {
  it('describes the procedures there are, and no others', () => {
    expect(Object.keys(DESCRIPTIONS).sort()).toEqual(
      describeAll()
        .map(({ path }) => path)
        .sort(),
    );
  });

  it('says of each what the router says; "pnpm --filter @weighbridge/api run docs" writes it anew', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(proceduresPage());
  });
});
