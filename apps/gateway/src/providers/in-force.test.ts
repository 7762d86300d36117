import type { ProviderSettings } from '@weighbridge/db';
import { describe, expect, it } from 'vitest';
import { createVault } from '../secrets/vault.ts';
import { openAiInForce } from './in-force.ts';
import { createSelfReference } from './self-reference.ts';

const vault = createVault('a secret');

function inForce(
  stored: Partial<ProviderSettings> | undefined,
  environment: { apiKey?: string; baseUrl?: string } = {},
) {
  return openAiInForce({
    settings: { provider: async () => stored as ProviderSettings | undefined },
    environment: { apiKey: undefined, baseUrl: undefined, ...environment },
    vault,
    self: createSelfReference('127.0.0.1', 4100),
  });
}

const stored = {
  baseUrl: 'https://stored.test/v1',
  secretCiphertext: vault.seal('sk-stored-1234'),
  secretLast4: '1234',
};

describe('settings in force', () => {
  it('are the official API without a key to begin with', async () => {
    expect(await inForce(undefined)).toEqual({
      apiKey: undefined,
      keySource: 'none',
      keyLast4: null,
      baseUrl: 'https://api.openai.com/v1',
      baseUrlSource: 'default',
      problem: undefined,
    });
  });

  it('are what is stored, each unless the environment has it', async () => {
    expect(await inForce(stored)).toMatchObject({
      apiKey: 'sk-stored-1234',
      keySource: 'stored',
      baseUrlSource: 'stored',
    });
    expect(await inForce(stored, { apiKey: 'sk-env-5678' })).toMatchObject({
      apiKey: 'sk-env-5678',
      keySource: 'environment',
      keyLast4: '5678',
      baseUrl: 'https://stored.test/v1',
      baseUrlSource: 'stored',
    });
    expect(await inForce(stored, { baseUrl: 'https://env.test/v1' })).toMatchObject({
      apiKey: 'sk-stored-1234',
      baseUrl: 'https://env.test/v1',
      baseUrlSource: 'environment',
    });
  });

  it('say why they cannot be used, unless the environment makes up for it', async () => {
    const unreadable = { ...stored, secretCiphertext: createVault('another').seal('sk-x') };
    expect(await inForce(unreadable)).toMatchObject({
      apiKey: undefined,
      problem: { code: 'SECRET_UNREADABLE' },
    });
    expect((await inForce(unreadable, { apiKey: 'sk-env' })).problem).toBeUndefined();
    // Stored while the gateway listened on another port.
    const self = { ...stored, baseUrl: 'http://localhost:4100/v1' };
    expect((await inForce(self)).problem).toMatchObject({ code: 'SELF_REFERENCE' });
  });
});
