import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWorker, pipelineStatus, requeue, type WorkerEvent, type WorkerOptions } from '../src/index.ts';
import { pipelineDatabase, surroundings } from './harness.ts';
import { addCollection, chunkOf, countBy, jobOf, sha256, storeChunks, vectorOf } from './pipeline.ts';

const around = surroundings();

/** A pipeline with one collection, and a worker of a project of its own. */
async function stage(name: string, options: Partial<WorkerOptions> = {}) {
  const { database, path } = pipelineDatabase();
  addCollection(database, 'manuals');
  const project = await around().project(name);
  const events: WorkerEvent[] = [];
  const worker = createWorker({
    database,
    client: project.client,
    pollMs: 10,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { database, path, project, worker, events };
}

const texts = (count: number, name: string) =>
  Array.from({ length: count }, (_, at) => `${name}: text number ${at}`);

describe('the worker', () => {
  it('takes jobs from chunks_stored to embeddings_stored, with vectors that find their texts', async () => {
    const { database, worker, events, project } = await stage('whole way', { tags: ['team:manuals'] });
    const about = [
      'How to bake bread with rye flour',
      'Changing the tyres of a truck',
      'Tax rules for small firms',
    ];
    storeChunks(database, { jobId: 'a', collection: 'manuals', correlationId: 'upload-17' }, about);
    const summary = await worker.run({ mode: 'drain' });
    expect(summary).toMatchObject({ stored: 3, failed: 0, requeued: 0, left: { chunks: 0, dueAt: null } });
    expect(jobOf(database, 'a')).toEqual({
      state: 'embeddings_stored',
      error_code: null,
      error_message: null,
    });
    const { space } = chunkOf(database, 'a.0');
    expect(database.prepare('SELECT space FROM collections').pluck().get()).toBe(space);
    expect(database.prepare('SELECT space, dimensions FROM embedding_buffer').get()).toEqual({
      space,
      dimensions: 32,
    });
    expect(events.map(({ event }) => event)).toEqual(['queued', 'batch']);

    // The job's own id goes to the provider and into the ledger.
    const entry = around()
      .stub.journal.entries()
      .find(({ clientRequestId }) => clientRequestId === 'upload-17');
    expect(entry?.inputs).toBe(3);

    await expect
      .poll(async () => {
        const { items } = await around().admin.trpc.spend.ledger.query({ correlationId: 'upload-17' });
        return items.map(({ inputs, tags }) => ({ inputs, tags }));
      })
      .toEqual([{ inputs: 3, tags: ['team:manuals'] }]);

    const query = await project.client.embed({ inputs: [about[1]!], dimensions: 32, space: space! });
    const score = (chunkId: string) =>
      vectorOf(database, chunkId).reduce((sum, value, at) => sum + value * (query.vectors[0]![at] ?? 0), 0);
    const ranked = ['a.0', 'a.1', 'a.2'].sort((left, right) => score(right) - score(left));
    expect(ranked[0]).toBe('a.1');
    expect(score('a.1')).toBeCloseTo(1, 3);
  });

  it('fails the chunks that cannot be embedded, each with its reason, and no other', async () => {
    const { database, worker } = await stage('unfit');
    around().stub.faults.next('nan', { times: 4, itemsContaining: 'spoilt for good' });
    storeChunks(database, { jobId: 'mixed', collection: 'manuals' }, [
      'fine',
      { chunkId: 'empty', text: '' },
      { chunkId: 'cut', text: Buffer.from('half a euro: \xe2\x82', 'latin1') },
      { chunkId: 'changed', text: 'what stands here now', sha256: sha256('what stood here before') },
      { chunkId: 'long', text: 'endless '.repeat(9000) },
      { chunkId: 'unsound', text: 'spoilt for good' },
      'fine as well',
    ]);
    storeChunks(database, { jobId: 'sound', collection: 'manuals' }, ['another document']);
    storeChunks(database, { jobId: 'hopeless', collection: 'manuals' }, ['']);
    const summary = await worker.run({ mode: 'drain' });
    expect(summary).toMatchObject({ stored: 3, failed: 6, requeued: 1 });
    const codes = ['mixed.0', 'empty', 'cut', 'changed', 'long', 'unsound', 'mixed.6'].map(
      (chunkId) => chunkOf(database, chunkId).error_code,
    );
    expect(codes).toEqual([
      null,
      'EMPTY_INPUT',
      'INVALID_UNICODE',
      'TEXT_CHANGED',
      'INPUT_TOO_LONG',
      'UNSOUND_VECTORS',
      null,
    ]);
    expect(chunkOf(database, 'long').error_message).toContain('8192 tokens');
    expect(jobOf(database, 'mixed')).toMatchObject({ state: 'failed_embedding', error_code: 'EMPTY_INPUT' });
    expect(jobOf(database, 'sound').state).toBe('embeddings_stored');
    expect(jobOf(database, 'hopeless').state).toBe('failed_embedding');
    expect(pipelineStatus(database).failures).toHaveLength(5);
    expect(requeue(database, { failed: true })).toBe(6);
    expect(jobOf(database, 'mixed').state).toBe('embedding_queued');
  });

  it('embeds long texts whole where it is told to', async () => {
    const { database, worker } = await stage('long', { tooLong: 'split' });
    storeChunks(database, { jobId: 'long', collection: 'manuals' }, ['endless '.repeat(9000)]);
    expect(await worker.run({ mode: 'drain' })).toMatchObject({ stored: 1, failed: 0 });
  });

  it('takes what a budget has room for, and comes back for the rest at its reset', async () => {
    const { database, worker, project, events } = await stage('budgeted');
    const all = texts(100, 'budgeted');
    const quote = await project.client.quote({ inputs: all.slice(0, 60), dimensions: 32 });
    await around().admin.trpc.budgets.create.mutate({
      scope: `project:${project.id}`,
      window: 'month',
      limitUsd: quote.cost.replace('$', ''),
    });
    storeChunks(database, { jobId: 'b', collection: 'manuals' }, all);
    const summary = await worker.run({ mode: 'drain' });
    expect(summary).toMatchObject({ stored: 60, failed: 0, requeued: 40, left: { chunks: 40 } });
    const [budget] = (await around().admin.trpc.budgets.list.query()).filter(({ scope }) =>
      scope.endsWith(project.id),
    );
    const resetsAt = budget!.resetsAt;
    expect(summary.left.dueAt).toBe(resetsAt);
    expect(chunkOf(database, 'b.99')).toMatchObject({
      state: 'embedding_queued',
      run_after: Date.parse(resetsAt!),
      attempts: 0,
      error_code: 'BUDGET_EXCEEDED',
    });
    expect(jobOf(database, 'b').state).toBe('embedding_queued');
    expect(events.at(-1)).toMatchObject({ event: 'batch', code: 'BUDGET_EXCEEDED', pausedUntil: resetsAt });
    expect(pipelineStatus(database).collections[0]?.pausedUntil).toBe(resetsAt);

    // Nobody need wait for it: the budget is raised, and what waits is made due.
    await around().admin.trpc.budgets.remove.mutate({ id: budget!.id });
    expect(requeue(database, { failed: false })).toBe(40);
    expect(await worker.run({ mode: 'drain' })).toMatchObject({ stored: 40, left: { chunks: 0 } });
  });

  it('never pins a collection to a stand-in, though the project allows the fallback', async () => {
    const { database, worker, project } = await stage('no-stand-in');
    const { trpc } = around().admin;
    await trpc.projects.update.mutate({ id: project.id, allowFallback: true });
    await trpc.providers.setMode.mutate({ mode: 'hybrid' });
    onTestFinished(async () => void (await trpc.providers.setMode.mutate({ mode: 'real' })));
    const { id } = await trpc.budgets.create.mutate({
      scope: `project:${project.id}`,
      window: 'month',
      limitNanoUsd: '1',
    });
    storeChunks(database, { jobId: 'n', collection: 'manuals' }, texts(3, 'no stand-in'));
    expect(await worker.run({ mode: 'drain' })).toMatchObject({ stored: 0, failed: 0, requeued: 3 });
    expect(pipelineStatus(database).collections[0]).toMatchObject({ space: null });
    await trpc.budgets.remove.mutate({ id });
    requeue(database, { failed: false });
    expect(await worker.run({ mode: 'drain' })).toMatchObject({ stored: 3 });
    expect(pipelineStatus(database).collections[0]?.space).not.toMatch(/^mock/);
  });

  it('stops when the mode was switched, with what it wrote kept and the rest queued', async () => {
    const { database, worker } = await stage('toggled');
    storeChunks(database, { jobId: 'before', collection: 'manuals' }, ['before the switch']);
    await worker.run({ mode: 'drain' });
    storeChunks(database, { jobId: 'after', collection: 'manuals' }, texts(5, 'after the switch'));
    const { trpc } = around().admin;
    await trpc.providers.setMode.mutate({ mode: 'mock' });
    try {
      await expect(worker.run({ mode: 'drain' })).rejects.toMatchObject({
        code: 'SPACE_MISMATCH',
        message: expect.stringContaining('back in the queue'),
      });
    } finally {
      await trpc.providers.setMode.mutate({ mode: 'real' });
    }
    expect(jobOf(database, 'before').state).toBe('embeddings_stored');
    expect(jobOf(database, 'after').state).toBe('embedding_queued');
    expect(await worker.run({ mode: 'drain' })).toMatchObject({ stored: 5 });
  });

  it('rides out a provider that is down, and finds the one text that it rejects', async () => {
    const { database, worker } = await stage('provider');
    const { stub } = around();
    storeChunks(database, { jobId: 'p', collection: 'manuals' }, texts(40, 'provider'));
    stub.faults.next('overloaded', { times: 12, match: { contains: 'provider: text number 0' } });
    expect(await worker.run({ mode: 'drain' })).toMatchObject({ stored: 40, failed: 0 });

    storeChunks(database, { jobId: 'q', collection: 'manuals' }, [...texts(20, 'again'), 'poison']);
    stub.faults.next('bad_request', { times: 50, match: { contains: 'poison' } });
    expect(await worker.run({ mode: 'drain' })).toMatchObject({ stored: 20, failed: 1 });
    expect(chunkOf(database, 'q.20')).toMatchObject({
      state: 'failed_embedding',
      error_code: 'PROVIDER_REJECTED',
    });

    storeChunks(database, { jobId: 'r', collection: 'manuals' }, texts(20, 'all of them'));
    stub.faults.clear();
    stub.faults.next('bad_request', { times: 100, match: { contains: 'all of them' } });
    await expect(worker.run({ mode: 'drain' })).rejects.toMatchObject({ code: 'PROVIDER_REJECTED' });
    expect(countBy(database, 'chunks')).toMatchObject({ embedding_queued: 20, failed_embedding: 1 });
    stub.faults.clear();
    expect(await worker.run({ mode: 'drain' })).toMatchObject({ stored: 20 });
  });

  it('stops in order: claims nothing further, finishes what is out; at once, it puts that back', async () => {
    const { database, worker, events } = await stage('stopping', { batchChunks: 10, concurrency: 1 });
    const { stub } = around();
    storeChunks(database, { jobId: 's', collection: 'manuals' }, texts(30, 'stopping'));
    const soft = new AbortController();
    stub.gate.hold('after_billing');
    const ending = worker.run({ soft: soft.signal });
    await stub.gate.waitFor(1);
    soft.abort();
    stub.gate.release();
    expect(await ending).toMatchObject({ batches: 1, stored: 10, left: { chunks: 20 } });

    const hard = new AbortController();
    stub.gate.hold('after_billing');
    const cut = worker.run({ hard: hard.signal });
    await stub.gate.waitFor(1);
    hard.abort();
    expect(await cut).toMatchObject({ batches: 1, stored: 0, requeued: 10, left: { chunks: 20 } });
    stub.gate.release();
    expect(countBy(database, 'chunks')).toEqual({ embeddings_stored: 10, embedding_queued: 20 });
    expect(events.at(-1)).toMatchObject({ event: 'batch', code: 'CANCELLED' });
    // What was out went on without us and is kept.
    await stub.idle();
    const rest = await worker.run({ mode: 'once' });
    expect(rest).toMatchObject({ stored: 20, cached: 10 });
  });

  it('writes nothing once its lease is lost: the chunks are another worker’s', async () => {
    const clock = { now: Date.now() };
    const { database, worker, events } = await stage('lost', { now: () => clock.now, leaseMs: 60_000 });
    const { stub } = around();
    storeChunks(database, { jobId: 'l', collection: 'manuals' }, texts(5, 'lost'));
    stub.gate.hold('after_billing');
    const slow = worker.run({ mode: 'once' });
    await stub.gate.waitFor(1);
    const other = createWorker({
      database,
      client: (await around().project('lost to')).client,
      now: () => clock.now + 61_000,
      pollMs: 10,
    });
    const second = other.run({ mode: 'once' });
    await stub.gate.waitFor(2);
    stub.gate.release();
    expect(await second).toMatchObject({ stored: 5 });
    await slow;
    expect(events.findLast(({ event }) => event === 'batch')).toMatchObject({ stored: 0, lost: 5 });
    const states = database
      .prepare('SELECT state, worker_id FROM embedding_batches ORDER BY claimed_at')
      .all();
    expect(states).toEqual([
      { state: 'expired', worker_id: worker.workerId },
      { state: 'done', worker_id: other.workerId },
    ]);
    expect(database.prepare('SELECT count(*) FROM embedding_buffer').pluck().get()).toBe(5);
  });

  it('keeps its lease for as long as a call takes', async () => {
    const clock = { now: 1_000_000 };
    const now = () => clock.now;
    const { database, worker } = await stage('renewed', { now, leaseMs: 600 });
    const { stub } = around();
    storeChunks(database, { jobId: 'k', collection: 'manuals' }, texts(5, 'renewed'));
    stub.gate.hold('after_billing');
    const slow = worker.run({ mode: 'once' });
    await stub.gate.waitFor(1);
    const lease = database.prepare('SELECT lease_expires_at FROM embedding_batches').pluck();
    for (let beats = 0; beats < 3; beats++) {
      clock.now += 500;
      await expect.poll(() => lease.get()).toBe(clock.now + 600);
    }
    const { client } = await around().project('renewed beside');
    const other = createWorker({ database, client, now, pollMs: 10 });
    expect(await other.run({ mode: 'once' })).toMatchObject({ batches: 0 });
    stub.gate.release();
    expect(await slow).toMatchObject({ stored: 5 });
  });

  it('lets the first write pin: a worker that was answered in another space by then writes nothing', async () => {
    const { database, worker } = await stage('racing', { batchChunks: 5 });
    const { stub, admin } = around();
    storeChunks(database, { jobId: 'r', collection: 'manuals' }, texts(10, 'racing'));
    stub.gate.hold('after_billing');
    const soft = new AbortController();
    const real = worker.run({ soft: soft.signal });
    await stub.gate.waitFor(2);
    storeChunks(database, { jobId: 's', collection: 'manuals' }, texts(3, 'racing along'));
    await admin.trpc.providers.setMode.mutate({ mode: 'mock' });
    try {
      const { client } = await around().project('racing beside');
      const other = createWorker({ database, client, pollMs: 10 });
      soft.abort();
      expect(await other.run({ mode: 'once' })).toMatchObject({ stored: 3 });
    } finally {
      await admin.trpc.providers.setMode.mutate({ mode: 'real' });
    }
    stub.gate.release();
    await expect(real).rejects.toMatchObject({
      code: 'SPACE_MISMATCH',
      facts: { pinned: expect.stringContaining('mock'), collection: 'manuals' },
    });
    expect(countBy(database, 'chunks')).toEqual({ embeddings_stored: 3, embedding_queued: 10 });
    expect(database.prepare('SELECT count(DISTINCT space) FROM embedding_buffer').pluck().get()).toBe(1);
  });

  it('takes what the README’s SQL stores', async () => {
    const { database, worker } = await stage('by hand');
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const sql = /^```sql store\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? '';
    database.exec(sql);
    expect(await worker.run({ mode: 'drain' })).toMatchObject({ stored: 2, failed: 0 });
    expect(jobOf(database, 'job-17')).toMatchObject({ state: 'embeddings_stored' });
  });

  it('names a collection that is not there, and keeps collections apart', async () => {
    const { database, worker } = await stage('collections');
    addCollection(database, 'short', 8);
    storeChunks(database, { jobId: 'nowhere', collection: 'missing' }, ['a']);
    storeChunks(database, { jobId: 'one', collection: 'manuals' }, ['the same text']);
    storeChunks(database, { jobId: 'two', collection: 'short' }, ['the same text']);
    await worker.run({ mode: 'drain', patienceMs: 1 });
    expect(jobOf(database, 'nowhere')).toMatchObject({
      state: 'failed_embedding',
      error_code: 'UNKNOWN_COLLECTION',
    });
    expect([vectorOf(database, 'one.0').length, vectorOf(database, 'two.0').length]).toEqual([32, 8]);
    addCollection(database, 'missing', 8);
    requeue(database, { failed: true });
    await worker.run({ mode: 'drain' });
    expect(jobOf(database, 'nowhere').state).toBe('embeddings_stored');
  });
});
