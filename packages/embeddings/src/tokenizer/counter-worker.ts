import { parentPort, workerData } from 'node:worker_threads';
import type { CounterReply, CounterWorkerData, CountRequest, NumberedRequest } from './counter-protocol.ts';
import { adoptTables, loadTables } from './encoding-tables.ts';
import { createTokenizer } from './tokenizer.ts';
import { WindowStream } from './window-stream.ts';

// The thread that WorkerLane starts. An error here ends it, and the lane rejects what it was working on.

const { tables } = workerData as CounterWorkerData;
if (tables === undefined) {
  reply({ kind: 'tables', tables: loadTables() });
} else {
  adoptTables(tables);
}
const tokenizer = createTokenizer();
/** Parts that have arrived of texts whose last part has not. */
const parts = new Map<number, string>();
/** Texts that are being cut, of which parts have arrived. */
const streams = new Map<number, WindowStream>();

parentPort?.on('message', (request: NumberedRequest) => {
  reply({ kind: 'counts', id: request.id, counts: answer(request) });
});

function answer(request: CountRequest): number[] {
  if (request.kind === 'texts') {
    return request.texts.map((text) => tokenizer.countUpTo(text, request.limit));
  }
  if (request.kind === 'cut') return cut(request);
  const text = (parts.get(request.whole) ?? '') + request.text;
  if (!request.isLast) {
    parts.set(request.whole, text);
    return [];
  }
  parts.delete(request.whole);
  return [tokenizer.countUpTo(text, request.limit)];
}

function cut({
  whole,
  text,
  isLast,
  maxTokens,
  mostWindows,
}: Extract<CountRequest, { kind: 'cut' }>): number[] {
  const stream = streams.get(whole) ?? new WindowStream(tokenizer, maxTokens, mostWindows);
  if (isLast) streams.delete(whole);
  else streams.set(whole, stream);
  // None is wanted any more when the call has failed.
  return mostWindows === 0 ? [] : stream.push(text, isLast);
}

function reply(message: CounterReply): void {
  parentPort?.postMessage(message);
}
