import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post, postAndLeave, SMALL, until } from '../test/requests.ts';
import { type JournalEntry, parseJournal, readJournal, sha256Of, startStub, summarise } from './index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openai-stub-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fresh = (() => {
  let n = 0;
  return () => join(folder, `journal-${++n}.jsonl`);
})();

const index = new URL('./index.ts', import.meta.url).href;

describe('the journal', () => {
  it('says of each request who asked for what and what it cost', async () => {
    const stub = await startStub();
    const response = await post(
      stub,
      { model: SMALL, input: ['hello world', 'a'], dimensions: 64, encoding_format: 'base64' },
      {
        headers: {
          'x-client-request-id': 'client-7',
          'x-weighbridge-batch': 'b1',
          'x-weighbridge-job': 'j2',
        },
      },
    );
    const [entry] = stub.journal.entries();
    expect(entry).toEqual({
      seq: 1,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      durationMs: expect.any(Number),
      requestId: response.headers.get('x-request-id') ?? '',
      clientRequestId: 'client-7',
      correlation: { 'x-weighbridge-batch': 'b1', 'x-weighbridge-job': 'j2' },
      keyLast4: '6789',
      model: SMALL,
      dimensions: 64,
      encodingFormat: 'base64',
      inputs: 2,
      tokens: 3,
      billed: true,
      billedTokens: 3,
      billedNanoUsd: '60',
      status: 200,
      fault: null,
      error: null,
      clientGone: false,
      sha256: [
        'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
        'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      ],
    } satisfies JournalEntry);
    await stub.close();
  });

  it('says of a refused request what could be understood of it', async () => {
    const stub = await startStub();
    await post(stub, { model: SMALL, input: ['a', ''] });
    await post(stub, '{');
    expect(stub.journal.entries()).toMatchObject(
      [
        { seq: 1, model: SMALL, inputs: 2, tokens: null, sha256: [sha256Of('a')], error: /empty string/ },
        { seq: 2, model: null, inputs: 0, tokens: null, sha256: [], error: /could not parse/ },
      ].map((entry) => ({ ...entry, error: expect.stringMatching(entry.error), billed: false, status: 400 })),
    );
    await stub.close();
  });

  it('holds no texts unless asked to', async () => {
    const path = fresh();
    const input = ['a secret', 'another'];
    const silent = await startStub({ journalPath: path });
    await post(silent, { model: SMALL, input });
    await silent.close();
    expect(readFileSync(path, 'utf8')).not.toContain('secret');
    const open = await startStub({ journalPath: path, journalTexts: true });
    await post(open, { model: SMALL, input });
    expect(open.journal.entries().map(({ texts }) => texts)).toEqual([undefined, input]);
    await open.close();
  });

  it('is the same read from another process, as soon as the answer is there', async () => {
    const path = fresh();
    const stub = await startStub({ journalPath: path });
    stub.faults.next('hang', { after: 2 });
    await post(stub, { model: SMALL, input: ['x', 'y', 'x'] });
    await post(stub, { model: SMALL, input: ['x', ''] });
    await post(stub, { model: SMALL, input: 'z' });
    await postAndLeave(stub, { model: SMALL, input: 'x' }, () => stub.stats().requests === 4);
    const script = `
      import { readJournal, summarise } from ${JSON.stringify(index)};
      const entries = readJournal(process.argv[1]);
      const { billedNanoUsd, paidCounts, ...rest } = summarise(entries);
      const summary = { ...rest, billedNanoUsd: String(billedNanoUsd), paidCounts: [...paidCounts] };
      console.log(JSON.stringify({ entries, summary }));`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      script,
      path,
    ]);
    const read = JSON.parse(stdout) as { entries: JournalEntry[]; summary: unknown };
    expect(read.entries).toEqual(stub.journal.entries());
    expect(read.entries.map(({ seq, status }) => [seq, status])).toEqual([
      [1, 200],
      [2, 400],
      [3, 200],
      [4, null],
    ]);
    expect(read.summary).toEqual({
      requests: 4,
      billedRequests: 3,
      billedTokens: 5,
      billedNanoUsd: '100',
      paidCounts: [
        [sha256Of('x'), 3],
        [sha256Of('y'), 1],
        [sha256Of('z'), 1],
      ],
    });
    expect(stub.journal.summary()).toEqual(summarise(stub.journal.entries()));
    await stub.close();
  });

  it('outlives a stub that is killed with a billed request unanswered', async () => {
    const path = fresh();
    const script = `
      import { startStub } from ${JSON.stringify(index)};
      const stub = await startStub({ journalPath: process.argv[1] });
      stub.gate.hold('after_billing');
      console.log(stub.baseUrl);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, path]);
    const [baseUrl] = (await once(child.stdout, 'data')) as [Buffer];
    const unanswered = post({ baseUrl: String(baseUrl).trim() }, { model: SMALL, input: 'paid for' }).then(
      () => 'answered',
      () => 'lost',
    );
    await until(() => readJournal(path).length === 1);
    child.kill('SIGKILL');
    expect(await unanswered).toBe('lost');
    expect(readJournal(path)).toMatchObject([{ seq: 1, billed: true, sha256: [sha256Of('paid for')] }]);
  });

  it('is continued, without a line that was cut short', async () => {
    const path = fresh();
    const first = await startStub({ journalPath: path });
    await post(first, { model: SMALL, input: 'a' });
    await first.close();
    appendFileSync(path, '{"seq":2,"billed":tr');
    expect(readJournal(path)).toHaveLength(1);
    const second = await startStub({ journalPath: path });
    expect(second.stats()).toMatchObject({
      billedRequests: 1,
      billedTokens: 1,
      billedNanoUsd: '20',
      requests: 0,
    });
    await post(second, { model: SMALL, input: 'b' });
    expect(readJournal(path).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(second.journal.summary().billedNanoUsd).toBe(40n);
    await second.close();
  });

  it('refuses to read or continue what is no journal, and says where', async () => {
    const path = fresh();
    for (const line of ['not JSON', '{"seq":1}', 'null']) {
      writeFileSync(path, `${line}\n`);
      const unreadable = expect.objectContaining({
        code: 'journal_unreadable',
        message: expect.stringContaining(`${path}:1`),
      });
      expect(() => readJournal(path)).toThrowError(unreadable);
      await expect(startStub({ journalPath: path })).rejects.toEqual(unreadable);
      expect(readFileSync(path, 'utf8')).toBe(`${line}\n`);
    }
    expect(parseJournal('', 'nothing')).toEqual([]);
  });

  it('adds money up exactly beyond 2^53', () => {
    const entry = { billed: true, billedTokens: 1, billedNanoUsd: '9007199254740993', sha256: ['t'] };
    const { billedNanoUsd, paidCounts } = summarise([entry, entry] as unknown as JournalEntry[]);
    expect(billedNanoUsd).toBe(18_014_398_509_481_986n);
    expect(paidCounts).toEqual(new Map([['t', 2]]));
  });
});
