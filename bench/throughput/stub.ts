/** The stand-in for OpenAI as a process of its own, with every text's tokens counted before the clock starts. */
import { startStub } from '@weighbridge/openai-stub';
import { corpus } from './corpus.ts';

const stub = await startStub({ latencyMs: Number(process.env.BENCH_LATENCY) });
stub.prime(corpus(3_000, 0));
// More than its memory of counts would hold is counted as it comes.
const count = Number(process.env.BENCH_COUNT);
if (count <= 100_000) stub.prime(corpus(count, Number(process.env.BENCH_SEED)));
process.on('message', () => process.send?.(stub.stats()));
process.send?.({ baseUrl: stub.baseUrl });
