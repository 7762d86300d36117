import type { AttemptOutcome, NanoUsd } from '@weighbridge/embeddings/domain';
import type { LedgerLine } from '../ports/index.ts';
import { type AttemptFigures, type Contribution, contributionOfAttempt, difference } from './contribution.ts';

/** How an attempt ends; recovery after a crash does not know how long it took. */
export type Ending =
  | AttemptOutcome
  | {
      id: string;
      state: 'uncertain';
      providerRequestId: null;
      durationMs: null;
      errorCode: string;
    };

export interface OpenAttempt extends AttemptFigures {
  seq: bigint;
  heldNanoUsd: NanoUsd;
}

/** held ends in anything; uncertain becomes known when the answer arrives late; settled and released are final. */
export function mayClose(from: LedgerLine['state'], to: Ending['state']): boolean {
  return from === 'held' || (from === 'uncertain' && to !== 'uncertain');
}

export interface Closing {
  figures: AttemptFigures;
  /** What to add to the counters of each window the attempt is pinned to. */
  windows: { settled: NanoUsd; held: NanoUsd; uncertain: NanoUsd };
  contribution: Contribution;
}

export function closing(attempt: OpenAttempt, outcome: Ending): Closing {
  const settled = outcome.state === 'settled' ? outcome.nanoUsd : 0n;
  const figures: AttemptFigures = {
    state: outcome.state,
    errorCode: outcome.errorCode,
    inputs: attempt.inputs,
    settledTokens: outcome.state === 'settled' ? outcome.tokens : 0,
    settledNanoUsd: settled,
    overrunNanoUsd: settled > attempt.heldNanoUsd ? settled - attempt.heldNanoUsd : 0n,
  };
  return {
    figures,
    windows: {
      settled,
      held: attempt.state === 'held' ? -attempt.heldNanoUsd : 0n,
      uncertain:
        uncertainAfter(outcome, attempt) - (attempt.state === 'uncertain' ? attempt.heldNanoUsd : 0n),
    },
    contribution: difference(contributionOfAttempt(figures), contributionOfAttempt(attempt)),
  };
}

function uncertainAfter(outcome: Ending, attempt: OpenAttempt): NanoUsd {
  return outcome.state === 'uncertain' ? attempt.heldNanoUsd : 0n;
}
