import { describe, expect, it } from 'vitest';
import { gatewayFor, shared } from './harness.ts';

const FORMULA = '=HYPERLINK("http://x.invalid","a")';

describe('the export of the ledger', () => {
  const setting = shared(async (undo) => {
    const gateway = await gatewayFor({}, undo);
    const key = await gateway.key('exporter');
    const call = (correlationId: string, tags: string[]) =>
      gateway
        .as(key, { 'x-correlation-id': correlationId })
        .embeddings.embed.mutate({ inputs: [`a text of ${tags.join()}`], tags });
    await call('plain-1', ['a']);
    await call(FORMULA, ['a', 'b']);
    await call('plain-2', ['b']);
    return gateway;
  });

  const get = (query: string, token = setting().cliToken) =>
    fetch(`${setting().url}/export/ledger?${query}`, { headers: { authorization: `Bearer ${token}` } });

  it('is JSON lines with the fields of the procedure and exact dollars', async () => {
    const answer = await get('');
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="weighbridge-ledger-\d{4}-\d\d-\d\d\.jsonl"$/,
    );
    const lines = (await answer.text()).trimEnd().split('\n');
    const { items } = await setting().admin.spend.ledger.query({});
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      items.map((item) => ({
        ...item,
        heldUsd: '0',
        settledUsd: '0',
        wouldHaveUsd: expect.stringMatching(/^0\.0000/),
      })),
    );
  });

  it('is CSV in which no field is taken for a formula or for two', async () => {
    const text = await (await get('format=csv&order=newest')).text();
    const [header = '', ...records] = text.split('\r\n');
    expect(header).toMatch(
      /^placed_at,closed_at,id,kind,state,request_id,correlation_id,project,key_id,tags,/,
    );
    expect(records.pop()).toBe('');
    expect(records).toHaveLength(3);
    expect(records[1]).toContain(',"\'=HYPERLINK(""http://x.invalid"",""a"")",default,');
    expect(records[1]).toContain(',a b,mock,');
    expect(records[0]).toContain('plain-2');
  });

  it('holds what the filters show', async () => {
    const count = async (query: string) => (await (await get(query)).text()).split('\n').length - 1;
    expect(await count('tag=a')).toBe(2);
    expect(await count(`tag=b&correlationId=${encodeURIComponent(FORMULA)}`)).toBe(1);
    expect(await count('kind=attempt')).toBe(0);
    expect(await count('provider=mock&project=Default&state=settled')).toBe(3);
    expect(await count('to=2020-01-01T00:00:00Z')).toBe(0);
    expect(await count('limit=2')).toBe(2);
    expect(await count('limit=3')).toBe(3);
    expect(await count('limit=2&format=csv')).toBe(3);
  });

  it('refuses what it does not understand, and whoever is no administrator', async () => {
    const codeOf = async (answer: Response) => {
      const body = (await answer.json()) as { error: { data: { weighbridge: { code: string } } } };
      return [answer.status, body.error.data.weighbridge.code];
    };
    expect(await codeOf(await get('format=xlsx'))).toEqual([400, 'INVALID_REQUEST']);
    expect(await codeOf(await get('colour=red'))).toEqual([400, 'INVALID_REQUEST']);
    for (const limit of ['0', '1.5', 'all', '']) {
      expect(await codeOf(await get(`limit=${limit}`))).toEqual([400, 'INVALID_REQUEST']);
    }
    expect(await codeOf(await get('from=soon'))).toEqual([400, 'INVALID_REQUEST']);
    expect(await codeOf(await get('project=nope'))).toEqual([404, 'NOT_FOUND']);
    const key = await setting().key('no administrator');
    expect(await codeOf(await get('', key))).toEqual([403, 'ADMIN_ONLY']);
    expect((await fetch(`${setting().url}/export/ledger`)).status).toBe(401);
  });
});
