import type { OpenStoresOptions, Stores } from '@weighbridge/db';
import type { Ledger } from '@weighbridge/embeddings';
import type { CheckName } from '../judge/verdict.ts';
import type { SabotageName } from '../scenario/scenario.ts';
import type { Limits } from '../worker/messages.ts';
import { atomic } from './atomic.ts';
import { holdFirst } from './hold-first.ts';
import { integerMoney } from './integer-money.ts';
import { recovery } from './recovery.ts';
import { windowPinning } from './window-pinning.ts';

/** One of the promises switched off, by standing in front of the stores: production code has no switch for it. */
export interface Sabotage {
  /** What it breaks, in words. */
  breaks: string;
  /** The check of the judge that must find it. */
  caughtBy: CheckName;
  /** Limits in the database are out of reach; the true ones are kept by the sabotaged condition. */
  unguarded?: boolean;
  /** In the process of a slot, or in the run's own, where all that is left is of dead processes. */
  open?(options: OpenStoresOptions, place: { dir: string; slot?: number }): Promise<Stores>;
  ledger?(ledger: Ledger, parts: SabotageParts): Ledger;
}

export interface SabotageParts {
  stores: Stores;
  dataDir: string;
  clock: { now(): number };
  limits(): Limits;
}

const BY_NAME: Readonly<Record<SabotageName, Sabotage>> = {
  atomic,
  'hold-first': holdFirst,
  recovery,
  'window-pinning': windowPinning,
  'integer-money': integerMoney,
};

export function sabotageNamed(name: SabotageName): Sabotage;
export function sabotageNamed(name: SabotageName | null): Sabotage | undefined;
export function sabotageNamed(name: SabotageName | null): Sabotage | undefined {
  return name === null ? undefined : BY_NAME[name];
}
