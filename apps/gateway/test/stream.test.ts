import { createClient, EmbedStreamError, type StreamProgress } from '@weighbridge/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collect, gatewayFor, shared, stubFor } from './harness.ts';

const stub = shared((undo) => stubFor({}, undo));
const gateway = shared((undo) => gatewayFor({ stub: stub() }, undo));

/** A client of a project of its own, so that no test finds what another has paid for. */
async function pipeline(name: string) {
  const { admin, key, url } = gateway();
  const project = await admin.projects.create.mutate({ name });
  return { project: project.id, client: createClient({ url, key: await key(name, project.id) }) };
}

const chunks = (count: number, name: string) =>
  Array.from({ length: count }, (_, at) => ({ id: `${name}-${at}`, text: `${name}: chunk number ${at}` }));

async function endOf(stream: AsyncIterable<unknown>): Promise<EmbedStreamError> {
  try {
    for await (const _ of stream);
  } catch (error) {
    expect(error).toBeInstanceOf(EmbedStreamError);
    return error as EmbedStreamError;
  }
  throw new Error('The stream was expected to end early, and did not.');
}

describe('embedStream', () => {
  it('yields every item once, in order, in one space, with sums that add up', async () => {
    const { client } = await pipeline('ordered');
    const items = chunks(1050, 'ordered');
    const progress: StreamProgress[] = [];
    let position = 0;
    const vectors: Float32Array[] = [];
    const stream = client.embedStream(items, {
      dimensions: 16,
      maxInputs: 100,
      correlationId: 'nightly',
      onProgress: (sums) => progress.push(sums),
    });
    for await (const batch of stream) {
      expect(batch.position).toBe(position);
      expect(batch.items).toEqual(items.slice(position, position + 100));
      expect(batch.vectors.every((row) => row.buffer === batch.matrix.buffer && row.length === 16)).toBe(
        true,
      );
      expect(batch.correlationId).toBe(`nightly.${position}`);
      vectors.push(...batch.vectors);
      position += batch.items.length;
    }
    const { admin } = gateway();
    const batchesOf = async (correlationId: string) =>
      (await admin.spend.ledger.query({ correlationId, kind: 'attempt' })).items.map(
        (line) => line.correlationId,
      );
    const ids = Array.from({ length: 11 }, (_, at) => `nightly.${at * 100}`);
    expect((await batchesOf('nightly')).sort()).toEqual(ids.sort());
    expect(await batchesOf('nightly.100')).toEqual(['nightly.100']);
    for (const other of ['night', 'nightly.1', 'nightly.', 'nightly.%'])
      expect(await batchesOf(other)).toEqual([]);

    const whole = await client.embed({ inputs: items.map(({ text }) => text), dimensions: 16 });
    expect(vectors).toEqual(whole.vectors);
    expect(whole.costNanoUsd).toBe('0');
    expect(progress).toHaveLength(11);
    expect(progress.at(-1)).toMatchObject({ position: 1050, items: 1050, failed: 0, tokens: whole.tokens });
    expect(progress.at(-1)?.costNanoUsd).toBe(whole.savedNanoUsd);
    const quote = await client.quoteStream(items, { dimensions: 16, maxInputs: 400 });
    expect(quote).toMatchObject({ inputs: 1050, cachedInputs: 1050, tokens: whole.tokens, costNanoUsd: '0' });
  });

  it('is not pinned to a stand-in by a key that allows the fallback; asked for, it is', async () => {
    const { admin, key, url } = gateway();
    const { id } = await admin.projects.create.mutate({ name: 'standing in' });
    const client = createClient({ url, key: await key('standing in', id, true), retries: 0 });
    await admin.providers.setMode.mutate({ mode: 'hybrid' });
    onTestFinished(async () => void (await admin.providers.setMode.mutate({ mode: 'real' })));
    const scope = `project:${id}`;
    await admin.budgets.create.mutate({ scope, window: 'day', limitNanoUsd: '1' });
    const items = chunks(3, 'standing in');
    const end = await endOf(client.embedStream(items));
    expect(end).toMatchObject({ code: 'BUDGET_EXCEEDED', position: 0 });
    const [batch] = await collect(client.embedStream(items, { allowFallback: true }));
    expect(batch?.space).toMatch(/^mock/);
  });

  it('ends with the position to resume from, and a rerun pays for nothing twice', async () => {
    const { client } = await pipeline('resumed');
    const items = chunks(500, 'resumed');
    async function* failing() {
      for (const [at, item] of items.entries()) {
        if (at === 333) throw new Error('the disk went away');
        yield item;
      }
    }
    const seen: string[] = [];
    const read = async (stream: AsyncIterable<{ items: { id: string }[] }>) => {
      for await (const batch of stream) seen.push(...batch.items.map(({ id }) => id));
    };
    const options = { dimensions: 8, maxInputs: 50 };
    const broken = await read(client.embedStream(failing(), options)).catch((error: unknown) => error);
    expect(broken).toMatchObject({ name: 'EmbedStreamError', code: 'SOURCE_FAILED', position: 300 });
    const { position, space } = broken as EmbedStreamError;
    expect(seen).toHaveLength(300);
    await read(client.embedStream(items, { ...options, startAt: position, space: space! }));
    expect(seen).toEqual(items.map(({ id }) => id));
    const paid = stub()
      .journal.entries()
      .flatMap(({ sha256 }) => sha256);
    expect(new Set(paid).size).toBe(paid.length);
  });

  it('yields what a budget has room for, then ends', async () => {
    const { client, project } = await pipeline('budgeted');
    const items = chunks(300, 'budgeted');
    const quote = await client.quote({ inputs: items.map(({ text }) => text).slice(0, 170), dimensions: 8 });
    await gateway().admin.budgets.create.mutate({
      scope: `project:${project}`,
      window: 'total',
      limitUsd: quote.cost.replace('$', ''),
    });
    let yielded = 0;
    const stream = client.embedStream(items, { dimensions: 8, maxInputs: 100, concurrency: 1 });
    const error = await endOf(
      (async function* () {
        for await (const batch of stream) {
          yielded += batch.items.length;
          yield batch;
        }
      })(),
    );
    expect(error).toMatchObject({ code: 'BUDGET_EXCEEDED', position: 170, facts: { inputsThatFit: 70 } });
    expect(yielded).toBe(170);
  });

  it('reports what cannot be embedded item by item when asked to, and embeds the rest', async () => {
    const { client } = await pipeline('unfit');
    const long = 'endless '.repeat(9000);
    const texts = ['', 'fine', long, 'half \ud83d', 'also fine', long.slice(8), 'spoilt here'];
    stub().faults.next('nan', { times: 2, itemsContaining: 'spoilt here' });
    const [batch, alone] = await collect(
      client.embedStream([...texts, ''], { dimensions: 8, partial: true, maxInputs: texts.length }),
    );
    expect(batch?.failures.map(({ position, code }) => [position, code])).toEqual([
      [0, 'EMPTY_INPUT'],
      [2, 'INPUT_TOO_LONG'],
      [3, 'INVALID_UNICODE'],
      [5, 'INPUT_TOO_LONG'],
      [6, 'UNSOUND_VECTORS'],
    ]);
    expect(batch?.vectors.map((vector) => vector?.length)).toEqual([
      undefined,
      8,
      undefined,
      undefined,
      8,
      undefined,
      undefined,
    ]);
    const [fine] = (await client.embed({ inputs: ['fine'], dimensions: 8 })).vectors;
    expect(batch?.vectors[1]).toEqual(fine);
    expect(alone).toMatchObject({
      position: 7,
      space: null,
      failures: [{ position: 7, code: 'EMPTY_INPUT' }],
    });
    const strict = await endOf(client.embedStream(texts, { dimensions: 8 }));
    expect(strict).toMatchObject({ code: 'EMPTY_INPUT', position: 0 });
  });

  it('stops when the mode is switched under way: what follows would be in another space', async () => {
    const { client } = await pipeline('toggled');
    const { admin } = gateway();
    let batches = 0;
    async function* watched() {
      const options = { dimensions: 8, maxInputs: 10, concurrency: 1 };
      for await (const batch of client.embedStream(chunks(100, 'toggled'), options)) {
        batches += 1;
        if (batches === 3) await admin.providers.setMode.mutate({ mode: 'mock' });
        yield batch;
      }
    }
    try {
      expect(await endOf(watched())).toMatchObject({ code: 'SPACE_MISMATCH', position: 30 });
    } finally {
      await admin.providers.setMode.mutate({ mode: 'real' });
    }
  });

  it('rides out a provider that refuses for a while, where nothing was billed', async () => {
    const { client } = await pipeline('patient');
    stub().faults.next('overloaded', { times: 7, match: { contains: 'patient: chunk number 0' } });
    const batches = await collect(client.embedStream(chunks(10, 'patient'), { dimensions: 8 }));
    expect(batches.flatMap(({ items }) => items)).toHaveLength(10);
  });

  it('is cancelled by its signal, and leaves nothing behind when its reader leaves', async () => {
    const { client } = await pipeline('cancelled');
    const abort = new AbortController();
    let closed = 0;
    async function* source() {
      try {
        yield* chunks(1000, 'cancelled');
      } finally {
        closed += 1;
      }
    }
    const stream = client.embedStream(source(), { dimensions: 8, maxInputs: 20, signal: abort.signal });
    const error = await endOf(
      (async function* () {
        for await (const batch of stream) {
          if (batch.position === 60) abort.abort();
          yield batch;
        }
      })(),
    );
    expect(error).toMatchObject({ code: 'CANCELLED', position: 80 });
    for await (const _ of client.embedStream(source(), { dimensions: 8, maxInputs: 20 })) break;
    expect(closed).toBe(2);
  });

  it('holds a window of its source and its answers, not all of them', async () => {
    const { client } = await pipeline('flat');
    let read = 0;
    let done = 0;
    let ahead = 0;
    function* source() {
      for (; read < 12_000; read++) yield `flat ${read % 50}`;
    }
    for await (const batch of client.embedStream(source(), {
      dimensions: 8,
      maxInputs: 100,
      concurrency: 3,
    })) {
      ahead = Math.max(ahead, read - done);
      done += batch.items.length;
    }
    expect(done).toBe(12_000);
    // Three calls, and the item that shows that a batch is full.
    expect(ahead).toBeLessThanOrEqual(100 * 4 + 1);
  });
});
