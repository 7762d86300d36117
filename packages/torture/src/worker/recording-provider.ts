import type { EmbeddingProvider } from '@weighbridge/embeddings';
import type { WorkerLine } from '../record/lines.ts';
import { instant, type RecordFile } from '../record/record.ts';

/** A provider whose requests are written down as they leave and as they end. */
export class RecordingProvider {
  readonly #record: RecordFile<WorkerLine>;
  readonly #clock: { now(): number };
  /** Requests that are out. */
  inFlight = 0;

  constructor(record: RecordFile<WorkerLine>, clock: { now(): number }) {
    this.#record = record;
    this.#clock = clock;
  }

  over(provider: EmbeddingProvider): EmbeddingProvider {
    return {
      ...provider,
      embed: async (request) => {
        const { attemptId: id, correlationId: call } = request;
        this.#record.write({ e: 'sent', t: instant(), now: this.#clock.now(), call, id });
        this.inFlight += 1;
        try {
          return await provider.embed(request);
        } finally {
          this.inFlight -= 1;
          this.#record.write({ e: 'over', t: instant(), id });
        }
      },
    };
  }
}
