import { describe, expect, it } from 'vitest';
import { firstCallSnippets } from './snippets.ts';

const options = { baseUrl: 'http://127.0.0.1:4100/v1', model: 'text-embedding-3-small' };

describe('firstCallSnippets', () => {
  it('fills in the address, the model and the key', () => {
    const snippets = firstCallSnippets({ ...options, key: 'wb_secret' });
    for (const snippet of snippets.filter(({ id }) => id !== 'cli')) {
      expect(snippet.code).toContain(options.baseUrl);
      expect(snippet.code).toContain(options.model);
      expect(snippet.code).toContain('wb_secret');
      expect(snippet.code).not.toContain('WEIGHBRIDGE_KEY');
    }
  });

  it('reads the key from the environment until there is one', () => {
    const code = firstCallSnippets({ ...options, key: undefined }).map((snippet) => snippet.code);
    expect(code[0]).toContain('Bearer $WEIGHBRIDGE_KEY');
    expect(code[1]).toContain('process.env.WEIGHBRIDGE_KEY');
    expect(code[2]).toMatch(/^import os\n[\s\S]*os\.environ\["WEIGHBRIDGE_KEY"\]/);
  });

  it('gives curl a body that is JSON', () => {
    const body = /-d '(.*)'$/.exec(firstCallSnippets({ ...options, key: 'k' })[0]?.code ?? '')?.[1];
    expect(JSON.parse(body ?? '')).toMatchObject({ model: options.model });
  });
});
