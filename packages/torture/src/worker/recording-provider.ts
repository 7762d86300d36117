import type { EmbeddingProvider } from '@weighbridge/embeddings';
import type { WorkerLine } from '../record/lines.ts';
import { instant, type RecordFile } from '../record/record.ts';

/** A provider whose requests are written down as they leave and as they end. */
export class RecordingProvider {
  readonly #record: RecordFile<WorkerLine>;
  readonly #clock: { now(): number };
  readonly #onChange: (inFlight: number) => void;
  #inFlight = 0;

  constructor(
    record: RecordFile<WorkerLine>,
    clock: { now(): number },
    onChange: (inFlight: number) => void,
  ) {
    this.#record = record;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  over(provider: EmbeddingProvider): EmbeddingProvider {
    return {
      ...provider,
      embed: async (request) => {
        const { attemptId: id, correlationId: call } = request;
        this.#record.write({ e: 'sent', t: instant(), now: this.#clock.now(), call, id });
        this.#change(1);
        try {
          return await provider.embed(request);
        } finally {
          this.#change(-1);
          this.#record.write({ e: 'over', t: instant(), id });
        }
      },
    };
  }

  #change(by: 1 | -1): void {
    this.#inFlight += by;
    this.#onChange(this.#inFlight);
  }
}
