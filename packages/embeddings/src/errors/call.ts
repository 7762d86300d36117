import { WeighbridgeError } from './base.ts';

/** The call would be answered in another vector space than the one it is pinned to. Nothing was sent. */
export class SpaceMismatchError extends WeighbridgeError {
  constructor(pinned: string, actual: string, mode: string) {
    super({
      code: 'SPACE_MISMATCH',
      kind: 'conflict',
      message:
        `This call is pinned to the vector space "${pinned}", but mode "${mode}" answers in "${actual}". ` +
        'Vectors of two spaces must never mix: switch the mode back, or write to a new collection or file.',
      facts: { pinned, actual, mode },
    });
  }
}

export interface UnsoundItem {
  index: number;
  codes: readonly string[];
  message: string;
}

/** Items that an error lists one by one. */
const MOST_SHOWN = 100;

/** The provider's vectors failed inspection twice. None of them was returned or cached; sound ones were kept. */
export class UnsoundVectorsError extends WeighbridgeError {
  constructor(provider: string, items: readonly UnsoundItem[]) {
    const [first] = items;
    const one = items.length === 1;
    // What was found is a sentence of its own, which ends here in brackets.
    const example =
      first && `${one ? '' : 'the first: '}input ${first.index}: ${first.message.replace(/\.$/, '')}`;
    super({
      code: 'UNSOUND_VECTORS',
      kind: 'upstream',
      message:
        `${items.length} ${one ? 'vector' : 'vectors'} from "${provider}" failed inspection twice` +
        `${example ? ` (${example})` : ''}. ${one ? 'It was' : 'They were'} not returned or cached; ` +
        'the sound ones are kept, so a retry pays only for what failed. See Quality in the dashboard.',
      retryable: true,
      facts: { provider, items: items.slice(0, MOST_SHOWN) },
    });
  }
}

/** A text was split into windows whose vectors cancel out, so that their average has no direction. */
export class WindowsCancelOutError extends WeighbridgeError {
  constructor(index: number, windows: number) {
    super({
      code: 'WINDOWS_CANCEL_OUT',
      kind: 'upstream',
      message:
        `Input ${index} was split into ${windows} windows whose vectors cancel out: their average points nowhere. ` +
        'Embed shorter chunks of it, or truncate it. The windows are kept and are not paid for again.',
      facts: { index, windows },
    });
  }
}

export class CancelledError extends WeighbridgeError {
  constructor() {
    super({
      code: 'CANCELLED',
      kind: 'cancelled',
      message: 'The caller cancelled. What was already paid for is kept; a rerun does not pay for it again.',
    });
  }
}

export class DeadlineExceededError extends WeighbridgeError {
  constructor(timeoutMs: number) {
    super({
      code: 'DEADLINE_EXCEEDED',
      kind: 'timeout',
      message: `The call did not finish within ${timeoutMs} ms. What was already paid for is kept; a rerun does not pay for it again.`,
      retryable: true,
      facts: { timeoutMs },
    });
  }
}

/** Refused because the gateway is closing; nothing was sent. */
export class ShuttingDownError extends WeighbridgeError {
  constructor() {
    super({
      code: 'SHUTTING_DOWN',
      kind: 'unavailable',
      message: 'The gateway is shutting down and takes no new calls. Try again in a moment.',
      retryable: true,
    });
  }
}
