/** The stand-in for OpenAI as a process of its own, with every text's tokens counted before the clock starts. */
import { startStub } from '@weighbridge/openai-stub';
import { corpus } from './corpus.ts';

const stub = await startStub({ latencyMs: Number(process.env.BENCH_LATENCY) });
stub.prime(corpus(3_000, 0));
stub.prime(corpus(Number(process.env.BENCH_COUNT), Number(process.env.BENCH_SEED)));
process.on('message', () => process.send?.({ requests: stub.stats().requests }));
process.send?.({ baseUrl: stub.baseUrl });
