import { expect, it } from 'vitest';
import { DAY, type Open, stageFor } from './stage.ts';

/** What every store of answers must do. Open it with a bound of 10,000 bytes. */
export function answerContract(open: Open): void {
  const scene = stageFor(open);
  let ids = 0;
  const newId = () => {
    ids += 1;
    const id = new Uint8Array(32);
    new DataView(id.buffer).setUint32(0, ids);
    return id;
  };
  const answer = (size: number, fill = 7) => ({
    fingerprint: new Uint8Array(32).fill(fill),
    headers: { 'x-weighbridge-request-id': `call_${fill}` },
    body: new Uint8Array(size).fill(fill),
  });

  it('gives back what was kept, and nothing else', async () => {
    const { stores, clock } = scene();
    const id = newId();
    await stores.answers.keep(id, answer(100));
    expect(await stores.answers.find(id)).toEqual({ ...answer(100), at: clock.now() });
    expect(await stores.answers.find(newId())).toBeUndefined();
  });

  it('leaves an id that is kept as it is', async () => {
    const { stores } = scene();
    const id = newId();
    await stores.answers.keep(id, answer(10, 1));
    await stores.answers.keep(id, answer(10, 2));
    expect(await stores.answers.find(id)).toMatchObject(answer(10, 1));
  });

  it('lets go of the oldest bodies, but remembers that there were answers', async () => {
    const { stores, clock } = scene();
    const kept = Array.from({ length: 5 }, newId);
    for (const [at, id] of kept.entries()) {
      clock.advance(1000);
      await stores.answers.keep(id, answer(3_000, at + 1));
    }
    const found = await Promise.all(kept.map((id) => stores.answers.find(id)));
    expect(found.map((each) => each?.body?.length)).toEqual([undefined, undefined, 3_000, 3_000, 3_000]);
    expect(found[0]).toMatchObject({ fingerprint: answer(0, 1).fingerprint, headers: {} });
  });

  it('remembers an answer that is larger than all bodies may be', async () => {
    const { stores } = scene();
    const [small, huge] = [newId(), newId()];
    await stores.answers.keep(small, answer(5_000));
    await stores.answers.keep(huge, answer(20_000));
    expect(await stores.answers.find(huge)).toMatchObject({ body: undefined });
    expect((await stores.answers.find(small))?.body).toHaveLength(5_000);
  });

  it('forgets after a day, and takes a new answer then', async () => {
    const { stores, clock } = scene();
    const id = newId();
    await stores.answers.keep(id, answer(10, 1));
    clock.advance(DAY - 1);
    expect(await stores.answers.find(id)).toBeDefined();
    clock.advance(1);
    expect(await stores.answers.find(id)).toBeUndefined();
    await stores.answers.keep(id, answer(10, 2));
    expect(await stores.answers.find(id)).toMatchObject(answer(10, 2));
  });
}
