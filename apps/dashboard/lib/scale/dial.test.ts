import { describe, expect, it } from 'vitest';
import { dialAngle, dialArc, onDial } from './dial.ts';

describe('dialAngle', () => {
  it.each([
    [0, -110],
    [0.5, 0],
    [1, 110],
    [1.7, 110],
    [-1, -110],
  ])('%d points to %d degrees', (share, angle) => expect(dialAngle(share)).toBe(angle));
});

describe('onDial', () => {
  it('counts clockwise from twelve o’clock', () => {
    expect(onDial(0, 10)).toEqual({ x: 0, y: -10 });
    expect(onDial(90, 10).x).toBe(10);
  });
});

describe('dialArc', () => {
  it('takes the long way round only when it is the long way', () => {
    expect(dialArc(0, 1, 10)).toMatch(/A10 10 0 1 1/);
    expect(dialArc(0.8, 1, 10)).toMatch(/A10 10 0 0 1/);
  });
});
