import { describe, expect, it } from 'vitest';
import { draftOf, readDraft } from './settings-draft.ts';

const settings = {
  thresholds: [50, 80, 100],
  forecast: true,
  uncertainNanoUsd: '1000000000',
  uncertain: '$1.00',
  uncertainPercent: 10,
  dashboardUrl: null,
};
const draft = draftOf(settings);

describe('the settings of alerts', () => {
  it('read back as they were', () => {
    expect(draft).toMatchObject({ thresholds: '50, 80, 100', uncertainPercent: '10', dashboardUrl: '' });
    expect(readDraft(draft)).toEqual({
      input: {
        thresholds: [50, 80, 100],
        forecast: true,
        uncertainUsd: draft.uncertainUsd,
        uncertainPercent: 10,
        dashboardUrl: null,
      },
      problems: {},
    });
    expect(Number(draft.uncertainUsd)).toBe(1);
  });

  it('take what people write, and an empty field for off', () => {
    const written = { ...draft, thresholds: '25% 75 %, 90', uncertainUsd: '$0.5', uncertainPercent: '' };
    expect(readDraft(written).input).toMatchObject({
      thresholds: [25, 75, 90],
      uncertainUsd: '0.5',
      uncertainPercent: null,
    });
    expect(readDraft({ ...draft, thresholds: '', uncertainUsd: '' }).input).toMatchObject({
      thresholds: [],
      uncertainUsd: null,
    });
  });

  it('say which field cannot be used', () => {
    const bad = { ...draft, thresholds: '50, half', uncertainUsd: 'much', uncertainPercent: '0' };
    expect(readDraft(bad).input).toBeUndefined();
    expect(Object.keys(readDraft(bad).problems)).toEqual(['thresholds', 'uncertainUsd', 'uncertainPercent']);
  });
});
