import { describe, expect, it } from 'vitest';
import { adminPassword } from './admin-password.ts';

function memorySettings() {
  const values = new Map<string, string>();
  return {
    values,
    value: async (name: string) => values.get(name),
    initialValue: async (name: string, value: string) => {
      if (!values.has(name)) values.set(name, value);
      return values.get(name)!;
    },
  };
}

describe('admin password', () => {
  it('is generated for a new database, once, and stored hashed', async () => {
    const settings = memorySettings();
    const first = await adminPassword(settings, undefined);
    await first.keep();
    const generated = first.generated!;
    expect(generated).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
    expect([...settings.values.values()].join()).not.toContain(generated);
    const second = await adminPassword(settings, undefined);
    expect(second.generated).toBeUndefined();
    expect(await second.verify(generated)).toBe(true);
    expect(await second.verify('wrong')).toBe(false);
    expect(await second.verify('')).toBe(false);
  });

  it('is the environment’s for a new database, and stays when the variable goes', async () => {
    const settings = memorySettings();
    const first = await adminPassword(settings, 'from the environment');
    await first.keep();
    expect(first.generated).toBeUndefined();
    const later = await adminPassword(settings, undefined);
    expect(await later.verify('from the environment')).toBe(true);
  });

  it('gives way to another one in the environment, for as long as that is set', async () => {
    const settings = memorySettings();
    await (await adminPassword(settings, 'first')).keep();
    const overridden = await adminPassword(settings, 'second');
    await overridden.keep();
    expect(await overridden.verify('second')).toBe(true);
    expect(await overridden.verify('first')).toBe(false);
    expect(await (await adminPassword(settings, undefined)).verify('first')).toBe(true);
  });

  it('is not stored by a start that fails: nobody was shown it', async () => {
    const settings = memorySettings();
    await adminPassword(settings, undefined);
    expect(settings.values.size).toBe(0);
    expect((await adminPassword(settings, undefined)).generated).toBeDefined();
  });
});
