/**
 * What can be made to go wrong, and whether it is billed:
 * refused with the API's own error body (never billed) ·
 * lost on the way (billed unless said otherwise) ·
 * one or more wrong items in a 200 (billed) · a wrong list in a 200 (billed).
 */
export const FAULT_KINDS = [
  // Refused with the API's own error body.
  'rate_limit',
  'insufficient_quota',
  'server_error',
  'overloaded',
  'unauthorized',
  'bad_request',
  // Lost or spoilt on the way.
  'proxy_502',
  'proxy_504',
  'hang',
  'slow',
  'reset_before',
  'reset_after',
  'truncated',
  'not_json',
  // A wrong vector.
  'wrong_dimensions',
  'nan',
  'infinity',
  'zero_vector',
  'mostly_zero',
  'constant_vector',
  'repeated_values',
  'wrong_norm',
  // A wrong list around right vectors.
  'shuffled',
  'missing_index',
  'duplicate_index',
  'wrong_index',
  'wrong_usage',
  'missing_usage',
  'wrong_model',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** Which requests a fault may strike; every condition given must hold. */
export interface FaultMatch {
  /** At least one input holds this. */
  readonly contains?: string | undefined;
  readonly model?: string | undefined;
  /** The request has at least so many inputs. */
  readonly minInputs?: number | undefined;
  /** The `x-client-request-id` sent. */
  readonly clientRequestId?: string | undefined;
}

/** A request as predicates see it. */
export interface FaultTarget {
  readonly model: string;
  readonly dimensions: number;
  readonly texts: readonly string[];
  readonly tokens: number;
  readonly clientRequestId: string | null;
}

/** How a fault strikes. All of it is optional. */
export interface FaultOptions {
  /** Requests it may strike; in-process also a predicate. Default: all that pass the API's rules. */
  readonly match?: FaultMatch | ((request: FaultTarget) => boolean) | undefined;
  /** Matching requests to let through first. Default 0. */
  readonly after?: number | undefined;
  /** Milliseconds to wait before answering, on top of the latency. Default 0; for `slow` 1000. */
  readonly delayMs?: number | undefined;
  /** `proxy_502`, `proxy_504`, `hang`: whether the lost request was processed. Default true. */
  readonly billed?: boolean | undefined;
  /** Positions of the items it spoils. Default: all, but the first for `…_index`. */
  readonly items?: readonly number[] | undefined;
  /** Instead of positions: the items whose text holds this. Requests without one are not struck. */
  readonly itemsContaining?: string | undefined;
  /** `rate_limit`: the wait it asks for, in milliseconds. Default 20. */
  readonly retryAfterMs?: number | undefined;
  /** `wrong_usage`: reported ÷ true tokens, rounded up. Default 2. */
  readonly factor?: number | undefined;
  /** `wrong_model`: the name it gives. Default: that of another of OpenAI's models. */
  readonly answeredModel?: string | undefined;
  /** `wrong_dimensions`: the length to answer. Default: one less than right (2 when that would be none). */
  readonly dimensions?: number | undefined;
}

/** `next` also takes how many requests to strike; default 1. */
export interface NextFaultOptions extends FaultOptions {
  readonly times?: number | undefined;
}

/** For `random`: a probability, or one with options. Options `after` does not apply. */
export type RandomFault = number | (Omit<FaultOptions, 'after'> & { readonly probability: number });

/** A fault that strikes a request. */
export interface Fault {
  readonly kind: FaultKind;
  readonly options: FaultOptions;
  /** Positions of the items to spoil, in ascending order. */
  readonly items: readonly number[];
}

/** Whether a kind spoils single items, and can therefore be limited to some. */
export function spoilsItems(kind: FaultKind): boolean {
  return FAULT_KINDS.indexOf(kind) >= FAULT_KINDS.indexOf('wrong_dimensions') && !LIST_ONLY.has(kind);
}

const LIST_ONLY: ReadonlySet<FaultKind> = new Set([
  'shuffled',
  'wrong_usage',
  'missing_usage',
  'wrong_model',
]);
