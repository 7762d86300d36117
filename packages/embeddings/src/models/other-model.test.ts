import { describe, expect, it } from 'vitest';
import { otherModel } from './other-model.ts';

const ASKED = 'text-embedding-3-small';

describe('the model that an answer names', () => {
  it.each(['text-embedding-ada-002', 'text-embedding-ada-002-v2', 'azure/text-embedding-3-large'])(
    '%s is another one',
    (named) => {
      expect(otherModel(ASKED, named)).toBe(named.replace('azure/', '').replace('-v2', ''));
    },
  );

  it.each([ASKED, `openai/${ASKED}`, `${ASKED}-v1`, 'prod-embeddings', 'text-embedding-4', 'gpt-5', ''])(
    '"%s" may be the one that was asked for',
    (named) => {
      expect(otherModel(ASKED, named)).toBeUndefined();
    },
  );

  it('may be any for a model that an administrator defined', () => {
    expect(otherModel('our-deployment', ASKED)).toBeUndefined();
  });
});
