import type { AnswerStore } from '@weighbridge/db';

const HOUR_MS = 60 * 60_000;

/** Removes answers that are too old to be asked for, now and every hour; the function returned ends it. */
export function purgeHourly(answers: AnswerStore, onError: (error: unknown) => void): () => void {
  const purge = () => void answers.purge().catch(onError);
  const timer = setInterval(purge, HOUR_MS);
  timer.unref();
  purge();
  return () => clearInterval(timer);
}
