import type { WeighbridgeError } from '../errors/base.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { QualityFailure } from '../ports/quality.ts';
import { groupDuplicates } from '../recall/index.ts';
import { letOthersIn } from '../turns.ts';
import type { Coalescer, Led } from './coalesce.ts';
import { weighsExactly } from './countable.ts';
import type { Dispatcher, Parcel, ParcelOutcome, Shipment } from './dispatch.ts';
import { type Memory, scopeOf } from './memory.ts';
import { packFor } from './pack-for.ts';
import { inputCount, inputsOfPieces, type Pieces, spanOf } from './pieces.ts';
import { withPrefixThatFits } from './prefix-that-fits.ts';
import type { EmbedItem } from './types.ts';

export interface FulfilDeps {
  ledger: Ledger;
  memory: Memory;
  coalescer: Coalescer;
  dispatcher: Dispatcher;
}

export interface Count {
  inputs: number;
  tokens: number;
}

export interface Fulfilment {
  /** One for each piece. */
  items: EmbedItem[];
  counts: {
    /** Asked of the provider and answered. */
    asked: Count;
    /** Answered from the cache. */
    recalled: Count;
    /** Answered by a twin in flight that somebody else paid for. */
    coalesced: Count;
    /** Repeats of another piece of this call. */
    duplicates: Count;
  };
}

/** Texts that are looked for, and put on their way, in one go. */
const LOOKED_UP = 2048;
/** Items of an answer that are made at once. */
const COLLECTED = 1024;

const NO_WARNINGS: readonly QualityFailure[] = [];

/** What is known of one distinct piece of the call. */
interface Slot {
  parcel: Parcel;
  vector?: Float32Array;
  /** Whence the vector came, when it was not asked for here. */
  spared?: 'recalled' | 'coalesced';
  /** Tokens it was found to have, where the text could only be bounded. */
  metered?: number;
  error?: WeighbridgeError;
  warnings: readonly QualityFailure[];
}

/**
 * Recall, pack, reserve and dispatch, until every distinct text has a vector or an error. A text that somebody else is
 * already paying for is waited for; should their attempt fail, it re-enters here.
 * @throws BudgetExceededError or LedgerUnavailableError when the call's holds are refused; nothing was sent then.
 */
export async function fulfil(
  deps: FulfilDeps,
  shipment: Shipment,
  pieces: Pieces,
  fresh: boolean,
): Promise<Fulfilment> {
  const { texts, tokens, tokenIds } = pieces;
  const keys = await deps.memory.keys(shipment.context.projectId, texts, tokenIds);
  const groups = fresh ? everyOne(texts.length) : groupDuplicates(keys);
  const inputOf = inputsOfPieces(pieces);
  const slots = groups.unique.map((piece): Slot => {
    const parcel: Parcel = {
      index: inputOf?.[piece] ?? piece,
      text: texts[piece] ?? '',
      tokens: tokens[piece] ?? 0,
    };
    const key = keys[piece];
    const ids = tokenIds?.[piece]?.ids;
    if (ids) parcel.ids = ids;
    if (key && !fresh) parcel.key = key;
    return { parcel, warnings: NO_WARNINGS };
  });
  try {
    await resolveSlots(deps, shipment, slots, fresh);
  } catch (error) {
    throw withPrefixThatFits(error, {
      count: inputCount(pieces),
      // What an input adds to the bill: nothing for what the cache or an earlier piece of the call answers.
      cost: (input) => {
        const { from, to } = spanOf(pieces, input);
        let nanoUsd = 0n;
        for (let piece = from; piece < to; piece++) {
          const place = groups.slotOf[piece] ?? 0;
          const slot = slots[place];
          if (!slot || slot.vector || groups.unique[place] !== piece) continue;
          nanoUsd += BigInt(slot.parcel.tokens) * shipment.nanoUsdPerToken;
        }
        return nanoUsd;
      },
    });
  }
  return collect(shipment, slots, groups, tokens);
}

async function resolveSlots(
  deps: FulfilDeps,
  shipment: Shipment,
  slots: readonly Slot[],
  fresh: boolean,
): Promise<void> {
  const halted = stopped(shipment.stop.signal);
  const flight = deps.coalescer.board(shipment.context.projectId, shipment.context.space);
  let open: readonly Slot[] = slots;
  while (open.length > 0) {
    const leading: Slot[] = [];
    const led: (string | undefined)[] = [];
    const following: { slot: Slot; follow: Promise<Led> }[] = [];
    try {
      for (let from = 0; from < open.length; from += LOOKED_UP) {
        const some = open.length <= LOOKED_UP ? open : open.slice(from, from + LOOKED_UP);
        if (!fresh) await recallInto(deps, shipment, some);
        if (shipment.refusal && some.some(({ vector }) => !vector)) throw shipment.refusal;
        // Nothing may come between: what another call keeps meanwhile is in the cache no look was taken at, and no longer
        // on its way.
        for (const slot of some) {
          if (slot.vector) continue;
          const key = slot.parcel.key && flightKey(slot.parcel.key);
          const follow = key === undefined ? undefined : flight.join(key);
          if (follow) following.push({ slot, follow });
          else {
            leading.push(slot);
            led.push(key);
          }
        }
        await letOthersIn(some.length);
      }
      await lead(deps, shipment, leading);
    } finally {
      for (const [at, slot] of leading.entries()) {
        if (at % LOOKED_UP === LOOKED_UP - 1) await letOthersIn(leading.length);
        const key = led[at];
        if (key === undefined) continue;
        const tokens = slot.parcel.metered ?? slot.parcel.tokens;
        flight.settle(key, slot.vector && { vector: slot.vector, tokens });
      }
    }
    const again: Slot[] = [];
    for (const { slot, follow } of following) {
      const led = await Promise.race([follow, halted]);
      if (led === 'stopped') slot.error = shipment.stop.signal.reason as WeighbridgeError;
      else if (led) Object.assign(slot, { vector: led.vector, spared: 'coalesced', metered: led.tokens });
      else again.push(slot);
    }
    open = again;
  }
}

async function recallInto(deps: FulfilDeps, shipment: Shipment, slots: readonly Slot[]): Promise<void> {
  const keyed = slots.filter((slot) => slot.parcel.key);
  const found = await deps.memory.recall(
    scopeOf(shipment),
    keyed.map((slot) => slot.parcel.key as Uint8Array),
  );
  for (const [index, slot] of keyed.entries()) {
    const hit = found[index];
    if (hit && hit.vector.length === shipment.dimensions) {
      Object.assign(slot, { vector: hit.vector, spared: 'recalled', metered: hit.tokens });
    }
  }
}

/** Pack, reserve all or nothing, and send. */
async function lead(deps: FulfilDeps, shipment: Shipment, slots: readonly Slot[]): Promise<void> {
  if (slots.length === 0) return;
  const weights = Uint32Array.from(slots, (slot) => slot.parcel.tokens);
  await letOthersIn(slots.length);
  const batches = packFor(shipment.model, weights, deps.dispatcher.limitsFor(shipment)).map((members) =>
    members.map((member) => slots[member] as Slot),
  );
  const parcels = batches.map((batch) => batch.map((slot) => slot.parcel));
  const holds = shipment.provider.free
    ? []
    : parcels.map((batch, index) => deps.dispatcher.holdFor(shipment, batch, index, 1));
  if (holds.length > 0) await deps.ledger.hold(holds);
  const outcomes = await deps.dispatcher.send(shipment, parcels, holds);
  for (const [index, batch] of batches.entries()) {
    await letOthersIn(slots.length);
    for (const [position, slot] of batch.entries()) {
      apply(slot, outcomes[index]?.[position]);
    }
  }
}

function apply(slot: Slot, outcome: ParcelOutcome | undefined): void {
  if (!outcome) return;
  if (outcome.ok) Object.assign(slot, { vector: outcome.vector, warnings: outcome.warnings });
  else slot.error = outcome.error;
}

async function collect(
  { model }: Shipment,
  slots: readonly Slot[],
  groups: { unique: readonly number[]; slotOf: Uint32Array },
  tokens: Uint32Array,
): Promise<Fulfilment> {
  const counts = { asked: zero(), recalled: zero(), coalesced: zero(), duplicates: zero() };
  const exact = weighsExactly(model);
  const items: EmbedItem[] = [];
  for (const [index, weighed] of tokens.entries()) {
    if (index % COLLECTED === COLLECTED - 1) await letOthersIn(tokens.length);
    const place = groups.slotOf[index] ?? 0;
    const slot = slots[place] as Slot;
    const first = groups.unique[place] === index;
    const weight = exact ? weighed : (slot.metered ?? slot.parcel.metered ?? weighed);
    if (slot.vector) {
      const count = slot.spared ? counts[slot.spared] : first ? counts.asked : counts.duplicates;
      count.inputs += 1;
      count.tokens += weight;
    }
    items.push({
      index,
      tokens: weight,
      truncatedTokens: 0,
      windows: 1,
      cached: slot.vector !== undefined && (slot.spared !== undefined || !first),
      vector: slot.vector,
      error: slot.vector ? undefined : slot.error,
      warnings: slot.warnings,
    });
  }
  return { items, counts };
}

function zero(): Count {
  return { inputs: 0, tokens: 0 };
}

function everyOne(count: number): { unique: number[]; slotOf: Uint32Array } {
  return {
    unique: Array.from({ length: count }, (_, index) => index),
    slotOf: Uint32Array.from({ length: count }, (_, index) => index),
  };
}

function flightKey(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}

function stopped(signal: AbortSignal): Promise<'stopped'> {
  if (signal.aborted) return Promise.resolve('stopped');
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve('stopped'), { once: true }));
}
