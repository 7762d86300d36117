import {
  FAULT_KINDS,
  type Fault,
  type FaultKind,
  type FaultOptions,
  type FaultTarget,
  type NextFaultOptions,
  type RandomFault,
  spoilsItems,
} from './fault-kinds.ts';
import { seededRandom } from './random.ts';
import { StubError } from './stub-error.ts';

interface Rule {
  readonly kind: FaultKind;
  readonly options: FaultOptions;
  /** Matching requests still to let through. */
  after: number;
  /** Requests still to strike. */
  times: number;
}

interface Lottery {
  readonly entries: readonly { kind: FaultKind; probability: number; options: FaultOptions }[];
  readonly draw: () => number;
}

/** A fault that is programmed, for show. */
export interface ProgrammedFault {
  readonly mode: 'next' | 'always' | 'random';
  readonly kind: FaultKind;
  /** Requests still to strike; absent when there is no end. */
  readonly times?: number;
  readonly probability?: number;
}

/**
 * The programme of faults. A request that passed the API's rules and rate limits is struck by at most one:
 * the first `next` that matches, in the order they were programmed; else the first `always` that matches;
 * else what the lottery of `random` draws. A refused request uses up nothing.
 */
export class Faults {
  #next: Rule[] = [];
  #always: Rule[] = [];
  #lottery: Lottery | null = null;

  /** Strikes the next request that matches, or the next `times`. */
  next(kind: FaultKind, options: NextFaultOptions = {}): void {
    const times = options.times ?? 1;
    if (!Number.isInteger(times) || times < 1) throw badFault(kind, 'times must be a whole number from 1');
    this.#next.push(ruleOf(kind, options, times));
  }

  /** Strikes every request that matches, until `clear()`. */
  always(kind: FaultKind, options: FaultOptions = {}): void {
    this.#always.push(ruleOf(kind, options, Number.POSITIVE_INFINITY));
  }

  /**
   * Strikes at random: one draw for each request, so the same seed gives the same faults in the order of
   * arrival. Replaces an earlier `random`. Probabilities add up to 1 at most.
   */
  random(probabilities: Partial<Record<FaultKind, RandomFault>>, seed = 1): void {
    const entries = Object.entries(probabilities).map(([name, chance]) => {
      const kind = knownKind(name);
      const { probability, ...options } = typeof chance === 'number' ? { probability: chance } : chance;
      if (!(probability >= 0 && probability <= 1))
        throw badFault(kind, 'its probability must be from 0 to 1');
      return { kind, probability, options: checked(kind, options) };
    });
    if (entries.reduce((sum, { probability }) => sum + probability, 0) > 1 + 1e-9) {
      throw new StubError('bad_option', 'The probabilities of random faults add up to more than 1.');
    }
    this.#lottery = { entries, draw: seededRandom(seed) };
  }

  /** Forgets every fault. Requests already struck stay struck. */
  clear(): void {
    this.#next = [];
    this.#always = [];
    this.#lottery = null;
  }

  /** What is programmed, in the order in which it is tried. */
  list(): ProgrammedFault[] {
    return [
      ...this.#next.map(({ kind, times }) => ({ mode: 'next' as const, kind, times })),
      ...this.#always.map(({ kind }) => ({ mode: 'always' as const, kind })),
      ...(this.#lottery?.entries ?? []).map(({ kind, probability }) => ({
        mode: 'random' as const,
        kind,
        probability,
      })),
    ];
  }

  /** The fault that strikes this request, if any; it is then used up once. */
  choose(request: FaultTarget): Fault | null {
    for (const rule of [...this.#next, ...this.#always]) {
      const fault = aim(rule.kind, rule.options, request);
      if (fault === null) continue;
      if (rule.after > 0) {
        rule.after -= 1;
        continue;
      }
      rule.times -= 1;
      if (rule.times === 0) this.#next = this.#next.filter((other) => other !== rule);
      return fault;
    }
    return this.#draw(request);
  }

  #draw(request: FaultTarget): Fault | null {
    if (this.#lottery === null) return null;
    let left = this.#lottery.draw();
    for (const { kind, probability, options } of this.#lottery.entries) {
      if (left < probability) return aim(kind, options, request);
      left -= probability;
    }
    return null;
  }
}

/** Checks a name that came from outside. */
export function knownKind(name: string): FaultKind {
  const kind = FAULT_KINDS.find((known) => known === name);
  if (kind === undefined) {
    throw new StubError('bad_option', `There is no fault '${name}'. Known: ${FAULT_KINDS.join(', ')}.`);
  }
  return kind;
}

function badFault(kind: FaultKind, why: string): StubError {
  return new StubError('bad_option', `Fault '${kind}': ${why}.`);
}

function ruleOf(kind: FaultKind, options: FaultOptions, times: number): Rule {
  return { kind: knownKind(kind), options: checked(kind, options), after: options.after ?? 0, times };
}

function checked(kind: FaultKind, options: FaultOptions): FaultOptions {
  const { after, delayMs, items, itemsContaining, retryAfterMs, factor, dimensions } = options;
  const isCount = (value: number) => Number.isInteger(value) && value >= 0;
  if (after !== undefined && !isCount(after)) throw badFault(kind, 'after must be a whole number from 0');
  if (delayMs !== undefined && !(delayMs >= 0)) throw badFault(kind, 'delayMs must be a number from 0');
  if (retryAfterMs !== undefined && !(retryAfterMs >= 0)) {
    throw badFault(kind, 'retryAfterMs must be a number from 0');
  }
  if (factor !== undefined && !(factor >= 0)) throw badFault(kind, 'factor must be a number from 0');
  if (dimensions !== undefined && !isCount(dimensions)) {
    throw badFault(kind, 'dimensions must be a whole number from 0');
  }
  if (items !== undefined && !items.every(isCount)) {
    throw badFault(kind, 'items must be positions counted from 0');
  }
  if ((items !== undefined || itemsContaining !== undefined) && !spoilsItems(kind)) {
    throw badFault(kind, 'it spoils whole answers, so it cannot be limited to items');
  }
  return options;
}

/** The fault aimed at this request's items, or null when it does not apply to it. */
function aim(kind: FaultKind, options: FaultOptions, request: FaultTarget): Fault | null {
  if (!matches(options.match, request)) return null;
  const items = itemsToSpoil(kind, options, request.texts);
  return spoilsItems(kind) && items.length === 0 ? null : { kind, options, items };
}

function matches(match: FaultOptions['match'], request: FaultTarget): boolean {
  if (match === undefined) return true;
  if (typeof match === 'function') return match(request);
  const { contains, model, minInputs, clientRequestId } = match;
  return (
    (contains === undefined || request.texts.some((text) => text.includes(contains))) &&
    (model === undefined || request.model === model) &&
    (minInputs === undefined || request.texts.length >= minInputs) &&
    (clientRequestId === undefined || request.clientRequestId === clientRequestId)
  );
}

function itemsToSpoil(kind: FaultKind, options: FaultOptions, texts: readonly string[]): number[] {
  const { items, itemsContaining } = options;
  const all = [...texts.keys()];
  if (itemsContaining !== undefined) return all.filter((at) => texts[at]?.includes(itemsContaining));
  if (items !== undefined) return all.filter((at) => items.includes(at));
  return kind.endsWith('_index') ? all.slice(0, 1) : all;
}
