import type { SettingsStore } from '@weighbridge/db';
import { WeighbridgeError } from '@weighbridge/embeddings';
import type { GatewayConfig } from '../config/config.ts';
import type { Vault } from '../secrets/vault.ts';
import type { SelfReference } from './self-reference.ts';

export const OFFICIAL_BASE_URL = 'https://api.openai.com/v1';

/** The settings of the `openai` provider at this moment, and where each comes from. */
export interface OpenAiInForce {
  /** Undefined when there is none, or when it cannot be used. */
  apiKey: string | undefined;
  keySource: 'environment' | 'stored' | 'none';
  keyLast4: string | null;
  baseUrl: string;
  baseUrlSource: 'environment' | 'stored' | 'default';
  /** Why these settings cannot be used. */
  problem: WeighbridgeError | undefined;
}

export interface InForceDeps {
  settings: Pick<SettingsStore, 'provider'>;
  environment: GatewayConfig['openai'];
  vault: Vault;
  self: SelfReference;
}

/** Reads what is stored anew each time, so that a change acts on the next call. The environment wins. */
export async function openAiInForce(deps: InForceDeps): Promise<OpenAiInForce> {
  const { environment, self } = deps;
  const stored = await deps.settings.provider('openai');
  const key = keyOf(deps, stored?.secretCiphertext ?? null);
  const baseUrl = environment.baseUrl ?? stored?.baseUrl ?? OFFICIAL_BASE_URL;
  const fromEnvironment = environment.apiKey !== undefined;
  const ciphertext = stored?.secretCiphertext ?? null;
  return {
    apiKey: key.apiKey,
    keySource: fromEnvironment ? 'environment' : ciphertext === null ? 'none' : 'stored',
    keyLast4: fromEnvironment ? (environment.apiKey?.slice(-4) ?? null) : (stored?.secretLast4 ?? null),
    baseUrl,
    baseUrlSource: environment.baseUrl !== undefined ? 'environment' : stored?.baseUrl ? 'stored' : 'default',
    problem: key.problem ?? problemOf(() => self.assertOther('The base URL of "openai"', baseUrl)),
  };
}

function keyOf(
  { environment, vault }: InForceDeps,
  ciphertext: string | null,
): { apiKey: string | undefined; problem: WeighbridgeError | undefined } {
  if (environment.apiKey !== undefined) return { apiKey: environment.apiKey, problem: undefined };
  let apiKey: string | undefined;
  const problem = problemOf(() => {
    if (ciphertext !== null) apiKey = vault.open(ciphertext, 'The stored API key of "openai"');
  });
  return { apiKey, problem };
}

function problemOf(check: () => void): WeighbridgeError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (WeighbridgeError.isInstance(error)) return error;
    throw error;
  }
}
