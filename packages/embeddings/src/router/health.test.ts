import { describe, expect, it } from 'vitest';
import { ProviderHealth } from './health.ts';

function watched() {
  const clock = { at: 0, now: () => clock.at };
  return { clock, health: new ProviderHealth(clock, { failuresToOpen: 3, coolDownMs: 1000 }) };
}

describe('provider health', () => {
  it('knows nothing before the first attempt', () => {
    expect(watched().health.snapshot()).toMatchObject({
      state: 'unknown',
      successRate: null,
      latencyMs: null,
    });
  });

  it('opens after consecutive failures only', () => {
    const { health } = watched();
    health.failure(1, 'X', 'x');
    health.failure(1, 'X', 'x');
    health.success(5);
    health.failure(1, 'X', 'x');
    health.failure(1, 'X', 'x');
    expect(health.admit()).toBeDefined();
    expect(health.snapshot().state).toBe('degraded');
    health.failure(1, 'X', 'x');
    expect(health.admit()).toBeUndefined();
    expect(health.snapshot()).toMatchObject({ state: 'down', lastErrorCode: 'X' });
  });

  it('lets one call try after the cool-down, and closes or opens by its outcome', () => {
    const { clock, health } = watched();
    for (let index = 0; index < 3; index += 1) health.failure(1, 'X', 'x');
    clock.at = 1000;
    expect(health.admit()).toBeDefined();
    expect(health.admit()).toBeUndefined();
    health.failure(1, 'X', 'x');
    expect(health.admit()).toBeUndefined();
    clock.at = 2000;
    expect(health.admit()).toBeDefined();
    health.success(1);
    expect(health.admit()).toBeDefined();
    expect(health.admit()).toBeDefined();
  });

  it('does not wait for ever for a try that told it nothing', () => {
    const { clock, health } = watched();
    for (let index = 0; index < 3; index += 1) health.failure(1, 'X', 'x');
    clock.at = 1000;
    expect(health.admit()).toBeDefined();
    health.nothingLearnt();
    expect(health.admit()).toBeDefined();
  });

  it('is not told by another call that the one which tries is over', () => {
    const { clock, health } = watched();
    const before = health.admit();
    for (let index = 0; index < 3; index += 1) health.failure(1, 'X', 'x');
    clock.at = 1000;
    const trial = health.admit();
    before?.leave();
    expect(health.admit()).toBeUndefined();
    trial?.leave();
    expect(health.admit()).toBeDefined();
    trial?.leave();
    expect(health.admit()).toBeUndefined();
  });

  it('is healthy again once the latest attempts went well', () => {
    const { health } = watched();
    health.failure(1, 'X', 'x');
    for (let index = 0; index < 10; index += 1) health.success(index);
    expect(health.snapshot()).toMatchObject({ state: 'healthy', latencyMs: 5 });
  });
});
