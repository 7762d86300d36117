import { existsSync } from 'node:fs';
import {
  type AnswersData,
  type AnswersOperations,
  answersUnavailable,
  openAnswers,
} from './services/answers.ts';
import { type KeeperData, type KeeperOperations, keeperUnavailable, openKeeper } from './services/keeper.ts';
import { openReader, type ReaderData, type ReaderOperations, readerUnavailable } from './services/reader.ts';
import { openRecall, type RecallData, type RecallOperations, recallUnavailable } from './services/recall.ts';
import { openWriter, type WriterData, type WriterOperations, writerUnavailable } from './services/writer.ts';
import type { Caller, PatientCaller } from './threads/caller.ts';
import { LazyCaller } from './threads/lazy-caller.ts';
import { LocalCaller } from './threads/local-caller.ts';
import { WorkerCaller } from './threads/worker-caller.ts';

/** Where the work behind the stores is done. */
export interface Hosts {
  writer: PatientCaller<WriterOperations>;
  reader: Caller<ReaderOperations>;
  recall: PatientCaller<RecallOperations>;
  answers: Caller<AnswersOperations>;
  /** Whether any answer was ever kept. */
  hasAnswers(): boolean;
  /** Opened for one long piece of work and closed again. */
  openKeeper(): Promise<Caller<KeeperOperations>>;
}

export interface HostData {
  writer: WriterData;
  reader: ReaderData;
  recall: RecallData;
  answers: AnswersData;
  keeper: KeeperData;
  onWarning(message: string): void;
}

/** Each in a worker thread of its own: nothing slow runs on the thread that answers requests. */
export async function startThreads(data: HostData) {
  const { onWarning } = data;
  const [writer, reader, recall] = await allOrNone([
    WorkerCaller.start<WriterOperations>({
      entry: new URL('./services/writer-worker.ts', import.meta.url),
      name: 'weighbridge-writer',
      data: data.writer,
      unavailableFor: writerUnavailable,
      onWarning,
    }),
    WorkerCaller.start<ReaderOperations>({
      entry: new URL('./services/reader-worker.ts', import.meta.url),
      name: 'weighbridge-reader',
      data: data.reader,
      unavailableFor: readerUnavailable,
      onWarning,
    }),
    WorkerCaller.start<RecallOperations>({
      entry: new URL('./services/recall-worker.ts', import.meta.url),
      name: 'weighbridge-recall',
      data: data.recall,
      unavailableFor: recallUnavailable,
      onWarning,
    }),
  ]);
  // Most installations never see an idempotency key.
  const answers = new LazyCaller<AnswersOperations>(
    () =>
      WorkerCaller.start<AnswersOperations>({
        entry: new URL('./services/answers-worker.ts', import.meta.url),
        name: 'weighbridge-answers',
        data: data.answers,
        unavailableFor: answersUnavailable,
        onWarning,
      }),
    answersUnavailable,
  );
  const openKeeper = () =>
    WorkerCaller.start<KeeperOperations>({
      entry: new URL('./services/keeper-worker.ts', import.meta.url),
      name: 'weighbridge-keeper',
      data: data.keeper,
      unavailableFor: keeperUnavailable,
      onWarning,
    });
  return { writer, reader, recall, answers, hasAnswers: () => existsSync(data.answers.path), openKeeper };
}

/** The same services in the calling thread. */
export async function openLocally(data: HostData): Promise<Hosts> {
  return {
    writer: new LocalCaller(openWriter(data.writer), writerUnavailable),
    reader: new LocalCaller(openReader(data.reader), readerUnavailable),
    recall: new LocalCaller(openRecall(data.recall, data.onWarning), recallUnavailable),
    answers: new LazyCaller<AnswersOperations>(
      async () => new LocalCaller(openAnswers(data.answers, data.onWarning), answersUnavailable),
      answersUnavailable,
    ),
    hasAnswers: () => existsSync(data.answers.path),
    openKeeper: async () => new LocalCaller(openKeeper(data.keeper), keeperUnavailable),
  };
}

/** When one of them cannot start, the others are closed again. */
async function allOrNone<T extends { close(): Promise<void> }[]>(
  starting: {
    [K in keyof T]: Promise<T[K]>;
  },
): Promise<T> {
  const results = await Promise.allSettled(starting);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await Promise.all(results.map((result) => result.status === 'fulfilled' && result.value.close()));
    throw failed.reason;
  }
  return (await Promise.all(starting)) as T;
}
